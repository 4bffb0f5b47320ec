import { describe, expect, it } from 'vitest';
import type { BackboneId, FeatureSpec } from '../../model/backbone';
import type { LayersRequest } from '../../model/layers';
import { seededRandom } from '../../model/random';
import { compareLayers, spearman } from './layers';

/** Two backbones of two stages. `signals` says how well each layer tells the classes apart. */
function made(signals: [number, number][], count = 60) {
  const names: BackboneId[] = ['mobilenet-v2', 'efficientnet-lite0'];
  const samples = Array.from({ length: count }, (_, i) => ({
    id: `s${i}`,
    label: i % 2,
    group: `s${i}`,
  }));
  const probed = ({ backbone }: FeatureSpec) => {
    const [first, second] = signals[names.indexOf(backbone)] ?? [0, 0];
    const random = seededRandom(backbone.length);
    const vectors = new Map(
      samples.map(({ id, label }) => {
        const vector = Float32Array.from({ length: 4 + 12 }, () => random.normal());
        const shift = label === 0 ? 1 : -1;
        for (let j = 0; j < 4; j++) vector[j] = (vector[j] ?? 0) + first * shift;
        for (let j = 4; j < 16; j++) vector[j] = (vector[j] ?? 0) + second * shift;
        return [id, vector] as const;
      }),
    );
    return { channels: [4, 12], vectorOf: (id: string) => vectors.get(id) };
  };
  const specs = names.slice(0, signals.length).map((backbone) => ({ backbone, inputSize: 32 }));
  const request: LayersRequest = { specs, classes: ['a', 'b'], samples, seed: 1 };
  return { request, probed };
}

const never = new AbortController().signal;

describe('compareLayers', () => {
  it('scores and measures every layer, and the gain of the other backbone', async () => {
    const { request, probed } = made([
      [0.1, 0.15],
      [0.1, 1],
    ]);
    const progress: number[] = [];
    const result = await compareLayers(request, probed, (done) => progress.push(done), never);
    if (!result) throw new Error('no result');
    expect(progress).toEqual([1, 2, 3, 4]);
    expect(
      result.layers.map(({ backbone, stage, features }) => [backbone, stage, features]),
    ).toEqual([
      ['mobilenet-v2', 0, 4],
      ['mobilenet-v2', 1, 12],
      ['efficientnet-lite0', 0, 4],
      ['efficientnet-lite0', 1, 12],
    ]);
    const best = result.layers[3];
    for (const layer of result.layers.slice(0, 3)) {
      expect(best?.logMe).toBeGreaterThan(layer.logMe);
      expect(best?.accuracy.right).toBeGreaterThan(layer.accuracy.right);
    }
    expect(result.specs).toBe(request.specs);
    const [gain] = result.gains;
    const [used, other] = [result.layers[1], result.layers[3]];
    expect(gain?.gain).toBeCloseTo(
      ((other?.accuracy.right ?? 0) - (used?.accuracy.right ?? 0)) / 60,
      10,
    );
    expect(gain?.low).toBeGreaterThan(0);
    expect((gain?.more ?? 0) - (gain?.fewer ?? 0)).toBe(
      (other?.accuracy.right ?? 0) - (used?.accuracy.right ?? 0),
    );
    expect(result.from).toEqual({ samples: 60, recordings: 60, folds: 5 });
  });

  it('promises nothing of two that are as good', async () => {
    const { request, probed } = made([
      [0.1, 1],
      [0.1, 1],
    ]);
    const gain = (await compareLayers(request, probed, () => {}, never))?.gains[0];
    expect(gain?.low).toBeLessThanOrEqual(0);
    expect(gain?.high).toBeGreaterThanOrEqual(0);
  });

  it('measures nothing of a class with one recording', async () => {
    const { request, probed } = made([[1, 1]]);
    const samples = request.samples.map((sample) =>
      sample.label === 0 ? { ...sample, group: 'one' } : sample,
    );
    expect(await compareLayers({ ...request, samples }, probed, () => {}, never)).toBeUndefined();
  });

  it('ends when it is cancelled, and says what is missing', async () => {
    const { request, probed } = made([[1, 1]]);
    const cancelled = AbortSignal.abort();
    await expect(compareLayers(request, probed, () => {}, cancelled)).rejects.toMatchObject({
      kind: 'aborted',
    });
    const none = { channels: [4], vectorOf: () => undefined };
    await expect(
      compareLayers(
        request,
        () => none,
        () => {},
        never,
      ),
    ).rejects.toMatchObject({
      kind: 'features-missing',
    });
  });
});

describe('spearman', () => {
  it('is that of the ranks, ties sharing them', () => {
    expect(spearman([1, 2, 3, 4], [10, 20, 30, 400])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    // Pearson's of the ranks 1, 2.5, 2.5, 4, 5 and 2, 1, 3.5, 3.5, 5.
    expect(spearman([1, 2, 2, 4, 5], [2, 1, 4, 4, 9])).toBeCloseTo(7.25 / 9.5, 12);
    expect(spearman([1, 2], [3, 3])).toBeUndefined();
  });
});
