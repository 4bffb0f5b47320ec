// Bursts that show nearly the same: held out from one another they measure memory, learnt together they add little.
import { ALIKE, areAlike } from '../evaluate/near-duplicates';
import { normalise } from '../head/features';
import type { NearIdenticalBursts, TrainingSample } from '../protocol';
import { seededRandom } from '../random';

/** Of the smaller burst's pictures, the share that must have their like in the other burst. */
const SHARE = 0.5;
/** More are represented by so many of them, in seeded choice: pairs grow by the square. */
const MOST_TO_COMPARE = 3000;
const MOST_FINDINGS = 20;

/**
 * Pairs of bursts of which half of the smaller one's pictures, or more, have their like in the other: most alike
 * first, at most 20.
 *
 * @param features raw [n, size], in the order of the samples
 */
export async function nearIdenticalBursts(
  samples: readonly TrainingSample[],
  features: Float32Array,
  size: number,
  seed: number,
  breathe: () => Promise<void> | undefined,
): Promise<NearIdenticalBursts[]> {
  const rows = normalise(features, size);
  const compared = seededRandom(seed)
    .shuffle(samples.keys())
    .slice(0, MOST_TO_COMPARE)
    .sort((a, b) => a - b);
  const scales = new Float64Array(samples.length).fill(1 / Math.sqrt(size));
  const counts = new Map<string, number>();
  /** By both names: the samples of either side that have their like on the other. */
  const pairs = new Map<string, { groups: [string, string]; alike: [Set<number>, Set<number>] }>();
  const numbers = new Map<string, number>();
  const own = Int32Array.from(compared, (i) => {
    const group = samples[i]?.group ?? '';
    counts.set(group, (counts.get(group) ?? 0) + 1);
    numbers.set(group, numbers.get(group) ?? numbers.size);
    return numbers.get(group) ?? 0;
  });
  for (const [p, i] of compared.entries()) {
    for (let q = 0; q < p; q++) {
      const j = compared[q] ?? 0;
      if (own[q] === own[p] || !areAlike(rows, size, i, j, scales)) continue;
      const group = samples[i]?.group ?? '';
      const other = samples[j]?.group ?? '';
      const names: [string, string] = group < other ? [group, other] : [other, group];
      const key = JSON.stringify(names);
      const pair = pairs.get(key) ?? { groups: names, alike: [new Set(), new Set()] };
      pairs.set(key, pair);
      pair.alike[names[0] === group ? 0 : 1].add(i);
      pair.alike[names[0] === group ? 1 : 0].add(j);
    }
    await breathe();
  }

  const labelsOf = (group: string) => [
    ...new Set(samples.filter((s) => s.group === group).map(({ label }) => label)),
  ];
  return [...pairs.values()]
    .map(({ groups, alike }) => {
      const [a, b] = groups.map((group) => counts.get(group) ?? 0) as [number, number];
      const smaller = a < b || (a === b && alike[0].size <= alike[1].size) ? 0 : 1;
      return {
        groups,
        sizes: [a, b] as [number, number],
        share: alike[smaller].size / Math.min(a, b),
      };
    })
    .filter(({ share }) => share >= SHARE)
    .sort((a, b) => b.share - a.share || Math.min(...b.sizes) - Math.min(...a.sizes))
    .slice(0, MOST_FINDINGS)
    .map(({ groups, sizes, share }) => ({
      kind: 'near-identical-bursts',
      groups,
      labels: [labelsOf(groups[0]), labelsOf(groups[1])],
      share,
      from: { pictures: sizes, compared: compared.length, samples: samples.length, cosine: ALIKE },
    }));
}
