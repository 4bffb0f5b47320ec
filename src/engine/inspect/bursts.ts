// Finds recordings that show nearly the same. Held out from one another they measure memory;
// learned together they add little.

import type { NearIdenticalBursts } from '../../model/advice';
import { seededRandom } from '../../model/random';
import type { TrainingSample } from '../../model/training';
import { ALIKE, areAlike } from '../evaluate/near-duplicates';
import { normalise } from '../head/features';

/** This share of the smaller recording's pictures must have a match in the other recording. */
const SHARE = 0.5;
/**
 * If there are more samples, a seeded choice of this many represents them, because the number of
 * pairs grows with the square.
 */
const MOST_TO_COMPARE = 3000;
const MOST_FINDINGS = 20;

interface Pair {
  groups: [string, string];
  sizes: [number, number];
  share: number;
}

/**
 * Pairs of recordings in which at least half of the smaller one's pictures have a match in the
 * other. The most alike come first, and there are at most 20.
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
  const members = new Map<string, number[]>();
  for (const i of compared) {
    const group = samples[i]?.group ?? '';
    members.set(group, [...(members.get(group) ?? []), i]);
  }
  const bursts = [...members].sort(([a], [b]) => (a < b ? -1 : 1));

  let pairs: Pair[] = [];
  // One pair at a time: each of thousands of equal pictures may be a recording of its own.
  for (const [at, [group, own]] of bursts.entries()) {
    for (const [other, others] of bursts.slice(at + 1)) {
      const alikeOthers = new Set<number>();
      let alikeOwn = 0;
      for (const i of own) {
        const like = others.filter((j) => areAlike(rows, size, i, j, scales));
        if (like.length > 0) alikeOwn++;
        for (const j of like) alikeOthers.add(j);
        const pause = breathe();
        if (pause) await pause;
      }
      const sizes: [number, number] = [own.length, others.length];
      const ownIsSmaller =
        sizes[0] < sizes[1] || (sizes[0] === sizes[1] && alikeOwn <= alikeOthers.size);
      const share = (ownIsSmaller ? alikeOwn : alikeOthers.size) / Math.min(...sizes);
      if (share >= SHARE) pairs.push({ groups: [group, other], sizes, share });
    }
    pairs = pairs
      .sort((a, b) => b.share - a.share || Math.min(...b.sizes) - Math.min(...a.sizes))
      .slice(0, MOST_FINDINGS);
  }

  const labelsOf = (group: string) => [
    ...new Set(samples.filter((s) => s.group === group).map(({ label }) => label)),
  ];
  return pairs.map(({ groups, sizes, share }) => ({
    kind: 'near-identical-bursts',
    groups,
    labels: [labelsOf(groups[0]), labelsOf(groups[1])],
    share,
    from: { pictures: sizes, compared: compared.length, samples: samples.length, cosine: ALIKE },
  }));
}
