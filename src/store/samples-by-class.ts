import type { SampleRow } from '../storage/rows';

const cache = new WeakMap<object, Map<string, SampleRow[]>>();
const NONE: SampleRow[] = [];

/** The samples of each class in the order they came; computed once for each state of the samples. */
function samplesByClass(samples: Record<string, SampleRow>): Map<string, SampleRow[]> {
  const known = cache.get(samples);
  if (known) return known;
  const byClass = new Map<string, SampleRow[]>();
  for (const row of Object.values(samples)) {
    const list = byClass.get(row.classId);
    if (list) list.push(row);
    else byClass.set(row.classId, [row]);
  }
  for (const list of byClass.values()) list.sort((a, b) => a.seq - b.seq);
  cache.set(samples, byClass);
  return byClass;
}

export function samplesOf(samples: Record<string, SampleRow>, classId: string): SampleRow[] {
  return samplesByClass(samples).get(classId) ?? NONE;
}
