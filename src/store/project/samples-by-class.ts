import type { SampleRow } from '../../model/project';

/** The samples of one class, in the order in which they came. */
interface OfClass {
  all: SampleRow[];
  /** Samples that are not set aside to measure with. */
  learnedFrom: SampleRow[];
  test: SampleRow[];
}

interface Sorted {
  /** Including those of deleted classes. */
  inOrder: SampleRow[];
  byClass: Map<string, OfClass>;
}

const cache = new WeakMap<object, Sorted>();
const NONE: OfClass = { all: [], learnedFrom: [], test: [] };

/** The samples of each class. Computed once for each state of the samples. */
function sorted(samples: Record<string, SampleRow>): Sorted {
  const known = cache.get(samples);
  if (known) return known;
  const byClass = new Map<string, OfClass>();
  const inOrder = Object.values(samples).sort((a, b) => a.seq - b.seq);
  for (const row of inOrder) {
    let of = byClass.get(row.classId);
    if (!of) {
      of = { all: [], learnedFrom: [], test: [] };
      byClass.set(row.classId, of);
    }
    of.all.push(row);
    (row.test ? of.test : of.learnedFrom).push(row);
  }
  const all = { inOrder, byClass };
  cache.set(samples, all);
  return all;
}

const ofClass = (samples: Record<string, SampleRow>, classId: string) =>
  sorted(samples).byClass.get(classId) ?? NONE;

/** All samples in the order in which they came, including those of deleted classes. */
export const samplesInOrder = (samples: Record<string, SampleRow>) => sorted(samples).inOrder;

export const samplesOf = (samples: Record<string, SampleRow>, classId: string) =>
  ofClass(samples, classId).all;

export const learnedFrom = (samples: Record<string, SampleRow>, classId: string) =>
  ofClass(samples, classId).learnedFrom;

export const testSamplesOf = (samples: Record<string, SampleRow>, classId: string) =>
  ofClass(samples, classId).test;
