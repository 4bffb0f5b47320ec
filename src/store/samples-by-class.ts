import type { SampleRow } from '../storage/rows';

/** Samples of one class, in the order they came. */
interface OfClass {
  all: SampleRow[];
  /** Those that are not set aside to measure with. */
  learnedFrom: SampleRow[];
  test: SampleRow[];
}

const cache = new WeakMap<object, Map<string, OfClass>>();
const NONE: OfClass = { all: [], learnedFrom: [], test: [] };

/** The samples of each class; computed once for each state of the samples. */
function samplesByClass(samples: Record<string, SampleRow>): Map<string, OfClass> {
  const known = cache.get(samples);
  if (known) return known;
  const byClass = new Map<string, OfClass>();
  for (const row of Object.values(samples).sort((a, b) => a.seq - b.seq)) {
    let of = byClass.get(row.classId);
    if (!of) {
      of = { all: [], learnedFrom: [], test: [] };
      byClass.set(row.classId, of);
    }
    of.all.push(row);
    (row.test ? of.test : of.learnedFrom).push(row);
  }
  cache.set(samples, byClass);
  return byClass;
}

const ofClass = (samples: Record<string, SampleRow>, classId: string) =>
  samplesByClass(samples).get(classId) ?? NONE;

export const samplesOf = (samples: Record<string, SampleRow>, classId: string) =>
  ofClass(samples, classId).all;

export const learnedFrom = (samples: Record<string, SampleRow>, classId: string) =>
  ofClass(samples, classId).learnedFrom;

export const testSamplesOf = (samples: Record<string, SampleRow>, classId: string) =>
  ofClass(samples, classId).test;
