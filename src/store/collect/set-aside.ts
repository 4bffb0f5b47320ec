// Chooses which pictures to set aside for testing, by share. The rules are those of the split in
// engine/evaluate: whole recordings, in an order that depends on the seed alone.

import { seededHash } from '../../model/hash';
import type { SampleRow } from '../../model/project';
import { countToHoldOut, LEAST_OF_ONE_RECORDING } from '../../model/split-limits';
import { samplesOf, testSamplesOf } from '../project/samples-by-class';
import type { AppState } from '../state';

export interface Aside {
  /** Samples to set aside besides those that already are. */
  ids: string[];
  /**
   * Classes that consist of one recording. Its end looks much like the rest, so the figure
   * flatters.
   */
  flattered: string[];
}

interface Burst {
  rows: SampleRow[];
  /** Part of it is set aside already, and the rest looks like that part. */
  begun: boolean;
  /** Some of its pictures were moved to other classes. They would have to be set aside too. */
  spans: boolean;
  rank: number;
}

/**
 * Which samples to set aside so that `share` (0 to 1) of each class is. The number is rounded, is
 * at least 1 and is never all of the class. Nothing is added if enough samples are set aside
 * already. A recording is always set aside whole, with any of its pictures that were moved to other
 * classes, and a recording that is partly set aside comes first. So the share is missed by at most
 * half of the smallest recording. Pure: the same rows and seed give the same samples.
 */
export function asideByShare(
  rows: readonly SampleRow[],
  classIds: readonly string[],
  share: number,
  seed: number,
): Aside {
  const byGroup = new Map<string, SampleRow[]>();
  for (const row of [...rows].sort((a, b) => a.seq - b.seq)) {
    const known = byGroup.get(row.group);
    if (known) known.push(row);
    else byGroup.set(row.group, [row]);
  }
  const aside = new Set<string>();
  const flattered: string[] = [];
  const isAside = ({ id, test }: SampleRow) => test === true || aside.has(id);
  /** The number of samples to learn from, by class. */
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
          // The order uses when a recording began rather than its random id, so that every browser
          // chooses the same pictures.
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
    // If every remaining recording is larger than what is missing, the smallest is taken, provided
    // that nothing is set aside yet or that this comes nearer to the share.
    const missing = wanted - held;
    const nearest = skipped.filter(leavesSome).sort((a, b) => size(a) - size(b))[0];
    if (!nearest || missing <= 0) continue;
    if (held === 0 || size(nearest) - missing < missing) take(nearest);
  }
  return { ids: [...aside], flattered };
}

/**
 * The samples that a share of a class sets aside. Without an id, of every class that is learned
 * from.
 */
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

/** The pictures of a class that are set aside. Without an id, of all classes. */
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
