// Which pictures to set aside for testing, by share. The rules are those of the split in
// engine/evaluate: whole recordings, in an order that hangs on the seed alone.

import { seededHash } from '../../model/hash';
import type { SampleRow } from '../../model/project';
import { countToHoldOut, LEAST_OF_ONE_RECORDING } from '../../model/split-limits';
import type { AppState } from '../app-store';
import { samplesOf, testSamplesOf } from '../project/samples-by-class';

export interface Aside {
  /** To be set aside beside those that are already. */
  ids: string[];
  /** Classes that are one recording: its end is much like the rest, so that its figure flatters. */
  flattered: string[];
}

interface Burst {
  rows: SampleRow[];
  /** Some of it is set aside already, and the rest looks like it. */
  begun: boolean;
  /** Pictures of it were moved to other classes: they would have to go along. */
  spans: boolean;
  rank: number;
}

/**
 * What is still to be set aside so that `share` (0 to 1) of each of the classes is, rounded, at least 1
 * and never all; nothing where that many are already. A recording is set aside whole, with what was
 * moved of it to other classes, and one that is partly set aside comes first; so the share is missed by
 * half of the smallest recording at most. Pure: the same rows and seed give the same pictures.
 */
export function asideByShare(
  rows: readonly SampleRow[],
  classIds: readonly string[],
  share: number,
  seed: number,
): Aside {
  const byGroup = new Map<string, SampleRow[]>();
  for (const row of rows.toSorted((a, b) => a.seq - b.seq)) {
    const known = byGroup.get(row.group);
    if (known) known.push(row);
    else byGroup.set(row.group, [row]);
  }
  const aside = new Set<string>();
  const flattered: string[] = [];
  const isAside = ({ id, test }: SampleRow) => test === true || aside.has(id);
  /** To learn from, by class. */
  const learned = new Map<string, number>();
  const count = (of: readonly SampleRow[], sign: 1 | -1) => {
    for (const { classId } of of) learned.set(classId, (learned.get(classId) ?? 0) + sign);
  };
  count(
    rows.filter((row) => !isAside(row)),
    1,
  );
  const leavesSome = (burst: Burst) =>
    [...new Set(burst.rows.map(({ classId }) => classId))].every(
      (id) => burst.rows.filter((row) => row.classId === id).length < (learned.get(id) ?? 0),
    );

  for (const classId of classIds) {
    const ofClass = (each: readonly SampleRow[]) => each.filter((row) => row.classId === classId);
    const bursts = [...byGroup.values()].filter((each) => ofClass(each).length > 0);
    const all = bursts.flatMap(ofClass);
    const wanted = countToHoldOut(all.length, share);
    let held = all.filter(isAside).length;
    if (held >= wanted) continue;

    const [only] = bursts;
    if (bursts.length === 1 && only) {
      if (all.length < LEAST_OF_ONE_RECORDING) continue;
      const left = ofClass(only).filter((row) => !isAside(row));
      const end = left.slice(held - wanted);
      for (const { id } of end) aside.add(id);
      count(end, -1);
      flattered.push(classId);
      continue;
    }

    const size = (burst: Burst) => ofClass(burst.rows).length;
    const left = bursts
      .map(
        (each): Burst => ({
          rows: each.filter((row) => !isAside(row)),
          begun: each.some(isAside),
          spans: each.some((row) => row.classId !== classId),
          // By when it began rather than by its random id: the same pictures are chosen in any browser.
          rank: seededHash(seed, String(each[0]?.seq)),
        }),
      )
      .filter((each) => size(each) > 0)
      .sort(
        (a, b) =>
          Number(b.begun) - Number(a.begun) ||
          Number(a.spans) - Number(b.spans) ||
          a.rank - b.rank ||
          (a.rows[0]?.seq ?? 0) - (b.rows[0]?.seq ?? 0),
      );
    const take = (burst: Burst) => {
      for (const { id } of burst.rows) aside.add(id);
      count(burst.rows, -1);
      held += size(burst);
    };
    const skipped: Burst[] = [];
    for (const burst of left) {
      if (held + size(burst) <= wanted && leavesSome(burst)) take(burst);
      else skipped.push(burst);
    }
    // Where recordings are larger than what lacks: the one that comes nearest, if that is nearer than now.
    const missing = wanted - held;
    const nearest = skipped.filter(leavesSome).toSorted((a, b) => size(a) - size(b))[0];
    if (!nearest || missing <= 0) continue;
    if (held === 0 || size(nearest) - missing < missing) take(nearest);
  }
  return { ids: [...aside], flattered };
}

/** What a share of a class sets aside; without an id, of each class that is learned from. */
export function asideOf(
  { classes, samples, settings }: Pick<AppState, 'classes' | 'samples' | 'settings'>,
  share: number,
  classId?: string,
): Aside {
  const wanted = classes.filter(({ id, off }) => (classId === undefined ? !off : id === classId));
  return asideByShare(
    classes.flatMap(({ id }) => samplesOf(samples, id)),
    wanted.map(({ id }) => id),
    share,
    settings.seed,
  );
}

/** Pictures of a class that are set aside; without an id, of all classes. */
export function testIds(
  { classes, samples }: Pick<AppState, 'classes' | 'samples'>,
  classId?: string,
): string[] {
  return classes
    .filter(({ id }) => classId === undefined || id === classId)
    .flatMap(({ id }) => testSamplesOf(samples, id).map((row) => row.id));
}

export const testCount = ({ classes, samples }: Pick<AppState, 'classes' | 'samples'>): number =>
  classes.reduce((sum, { id }) => sum + testSamplesOf(samples, id).length, 0);
