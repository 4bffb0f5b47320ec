import type { TrainingSample } from '../../model/training';

/**
 * As many samples of each class as there is room for, from as many recordings as possible: first
 * one of each, then a second of each.
 */
export function someOf(samples: readonly TrainingSample[], most: number): TrainingSample[] {
  if (samples.length <= most) return [...samples];
  const places = new Map<string, number>();
  const placed = samples.map((sample) => {
    const name = `${sample.label} ${sample.group}`;
    const place = places.get(name) ?? 0;
    places.set(name, place + 1);
    return { sample, place };
  });
  const classes = new Set(samples.map(({ label }) => label));
  const each = Math.floor(most / classes.size);
  return [...classes].flatMap((label) =>
    placed
      .filter(({ sample }) => sample.label === label)
      .sort((a, b) => a.place - b.place)
      .slice(0, each)
      .map(({ sample }) => sample),
  );
}
