// What is learned from, as a request to the engine and as a fingerprint of the pictures and
// classes.
import { fingerprint, type Signatures } from '../../model/fingerprint';
import type { ClassRow, SampleRow } from '../../model/project';
import type { TrainRequest } from '../../model/training';
import { learnable } from '../project/classes';
import { testSamplesOf } from '../project/samples-by-class';
import type { AppState } from '../state';

/** The samples to learn from and to measure with. */
export function requestOf(state: AppState, featureKey: string): TrainRequest {
  const classes = [...learnable(state)];
  const { settings, samples } = state;
  const tests = classes.map(([{ id }]) => testSamplesOf(samples, id));
  const numbers = burstNumbers([...classes.flatMap(([, rows]) => rows), ...tests.flat()]);
  const labelled = (rows: readonly SampleRow[], label: number) =>
    rows.map(({ id, group }) => ({ id, label, group: numbers.get(group) ?? group }));
  return {
    featureKey,
    classes: classes.map(([{ id }]) => id),
    samples: classes.flatMap(([, rows], label) => labelled(rows, label)),
    test: tests.flatMap(labelled),
    settings,
  };
}

/**
 * Numbers recordings by when they began rather than by their random ids. So the same pictures in
 * the same order are split alike by the same seed in any browser.
 */
function burstNumbers(rows: readonly SampleRow[]): Map<string, string> {
  const began = new Map<string, number>();
  for (const { group, seq } of rows) began.set(group, Math.min(seq, began.get(group) ?? seq));
  return new Map([...began].map(([group, seq]) => [group, String(seq)]));
}

const signatures = new WeakMap<AppState['samples'], Signatures & Pick<AppState, 'classes'>>();

/** A signature of samples and classes, which is equal for equal training data and test sets. */
export const signatureOf = (state: Pick<AppState, 'classes' | 'samples'>) =>
  signaturesOf(state).all;

/** The same for the samples that are learned from alone. */
export const learnedSignatureOf = (state: Pick<AppState, 'classes' | 'samples'>) =>
  signaturesOf(state).learned;

/** The same for a project that is not open. */
export function signaturesOfRows(
  classes: readonly ClassRow[],
  samples: readonly SampleRow[],
): Signatures {
  return signaturesOf({
    classes: [...classes],
    samples: Object.fromEntries(samples.map((row) => [row.id, row])),
  });
}

function signaturesOf(state: Pick<AppState, 'classes' | 'samples'>): Signatures {
  const { samples, classes } = state;
  const known = signatures.get(samples);
  if (known?.classes === classes) return known;
  const rows = [...learnable(state)].map(([row, own]) => ({ row, own }));
  const learned = fingerprintOf(rows.map(({ row, own }) => [row.id, own]));
  const all = fingerprintOf(
    rows.map(({ row: { id }, own }) => [id, [...own, ...testSamplesOf(samples, id)]]),
  );
  const found = { classes, all, learned };
  signatures.set(samples, found);
  return found;
}

function fingerprintOf(classes: readonly (readonly [string, readonly SampleRow[]])[]): string {
  const texts = classes.flatMap(([classId, rows]) =>
    rows.flatMap(({ id, test }) => [classId, id, test ? 'test' : '']),
  );
  return `${texts.length / 3}-${fingerprint(texts)}`;
}
