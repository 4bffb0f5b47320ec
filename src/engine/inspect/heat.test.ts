import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DenseLayer, SavedHead } from '../../model/head';
import { seededRandom } from '../../model/random';
import { logits } from '../head/answer';
import { evidenceOf, type SeenPicture, shown } from './heat';

const SIZE = 24;

function dense(
  inputs: number,
  outputs: number,
  activation: DenseLayer['activation'],
  normal: () => number,
): DenseLayer {
  return {
    inputs,
    outputs,
    weights: Float32Array.from({ length: inputs * outputs }, normal),
    bias: Float32Array.from({ length: outputs }, normal),
    activation,
  };
}

function headOf(classCount: number, hidden: boolean, seed: number): SavedHead {
  const { normal } = seededRandom(seed);
  return {
    kind: hidden ? 'mlp' : 'linear',
    classes: Array.from({ length: classCount }, (_, c) => `class ${c}`),
    featureKey: 'test',
    featureSize: SIZE,
    normalisation: 'l2-sqrt-d',
    layers: hidden
      ? [dense(SIZE, 10, 'relu', normal), dense(10, classCount, 'linear', normal)]
      : [dense(SIZE, classCount, 'linear', normal)],
  };
}

function pictureOf(
  height: number,
  width: number,
  value: (place: number, j: number) => number,
): SeenPicture {
  const count = height * width;
  const map = Float32Array.from({ length: count * SIZE }, (_, i) =>
    value(Math.floor(i / SIZE), i % SIZE),
  );
  const pooled = Float32Array.from({ length: SIZE }, (_, j) => {
    let sum = 0;
    for (let place = 0; place < count; place++) sum += map[place * SIZE + j] ?? 0;
    return sum / count;
  });
  return { map, height, width, pooled };
}

const contrastOf = (values: Float32Array, c: number) => {
  const others = values.filter((_, other) => other !== c);
  return (values[c] ?? 0) - others.reduce((sum, z) => sum + z, 0) / others.length;
};

it.each([false, true])(
  "shares out exactly the head's own contrast (hidden layer: %s)",
  (hidden) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 6 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        fc.nat(),
        (classCount, height, width, seed) => {
          const head = headOf(classCount, hidden, seed);
          const random = seededRandom(seed + 1);
          const seen = pictureOf(height, width, () => Math.max(0, random.normal()));
          const said = logits(head, seen.pooled);
          for (let c = 0; c < classCount; c++) {
            const { places, total, exact } = evidenceOf(head, seen, c);
            const sum = places.reduce((a, b) => a + b, 0);
            expect(Math.abs(sum - contrastOf(said, c))).toBeLessThan(1e-4 * (1 + Math.abs(total)));
            expect(exact).toBe(!hidden);
          }
        },
      ),
    );
  },
);

it('gives a place of a linear head what the answer loses without it', () => {
  const head = headOf(3, false, 5);
  const { uniform } = seededRandom(6);
  const seen = pictureOf(3, 3, uniform);
  const { places } = evidenceOf(head, seen, 1);
  // The picture's scale is held constant, because the decomposition is for this picture: weights
  // times the change of the mean.
  const squares = seen.pooled.reduce((sum, x) => sum + x * x, 0);
  const scale = Math.sqrt(SIZE / squares);
  const [layer] = head.layers;
  const contrast = (features: number[]) => {
    const values = new Float32Array(3).map((_, c) =>
      features.reduce((sum, x, j) => sum + x * scale * (layer?.weights[j * 3 + c] ?? 0), 0),
    );
    return contrastOf(values, 1);
  };
  const bias = contrastOf(layer?.bias ?? new Float32Array(3), 1);
  places.forEach((share, place) => {
    const own = Array.from(seen.map.subarray(place * SIZE, (place + 1) * SIZE), (x) => x / 9);
    expect(share).toBeCloseTo(contrast(own) + bias / 9, 4);
  });
});

it('agrees with small changes of the map under a hidden layer', () => {
  const head = headOf(3, true, 8);
  const { uniform } = seededRandom(9);
  const seen = pictureOf(2, 2, uniform);
  const length = Math.hypot(...seen.pooled);
  const { places, total } = evidenceOf(head, seen, 2);
  const step = 1e-3;
  const contrast = (pooled: Float32Array) => contrastOf(logits(head, pooled), 2);
  // The rest of the linear piece is shared out evenly, so only differences between places are free.
  const effects = places.map((_, place) => {
    const moved = seen.pooled.map((x, j) => x + (step * (seen.map[place * SIZE + j] ?? 0)) / 4);
    // We use the picture's own scale: the length becomes the one that the head saw, because the
    // head normalises.
    const change = Math.hypot(...moved) / length;
    const [layer] = head.layers;
    if (!layer) throw new Error('no layer');
    const scaled = { ...layer, weights: layer.weights.map((w) => w * change) };
    return (
      (contrastOf(logits({ ...head, layers: [scaled, ...head.layers.slice(1)] }, moved), 2) -
        contrast(seen.pooled)) /
      step
    );
  });
  for (let place = 1; place < 4; place++) {
    expect((effects[place] ?? 0) - (effects[0] ?? 0)).toBeCloseTo(
      (places[place] ?? 0) - (places[0] ?? 0),
      1,
    );
  }
  expect(total).toBeCloseTo(contrast(seen.pooled), 4);
});

it('shows the place that speaks for the class, and 0 for what does not', () => {
  const head = headOf(2, false, 1);
  const [layer] = head.layers;
  layer?.weights.fill(0);
  layer?.bias.fill(0);
  // Feature 0 speaks for class 0, feature 1 for class 1.
  layer?.weights.set([1, 0, 0, 1]);
  const seen = pictureOf(2, 3, (place, j) =>
    (j === 0 && place === 4) || (j === 1 && place === 0) ? 3 : j === 5 ? 1 : 0,
  );
  expect([...shown(evidenceOf(head, seen, 0).places)]).toEqual([0, 0, 0, 0, 1, 0]);
  expect([...shown(evidenceOf(head, seen, 1).places)]).toEqual([1, 0, 0, 0, 0, 0]);
  expect([...shown(Float32Array.of(-1, 0))]).toEqual([0, 0]);
});

it('says that a head does not fit', () => {
  const seen = pictureOf(1, 1, () => 1);
  const head = { ...headOf(2, false, 1), featureSize: 7 };
  expect(() => evidenceOf(head, seen, 0)).toThrow('takes 7 features');
});
