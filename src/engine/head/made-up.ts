// For tests: made-up features of classes that differ slightly in the direction of positive vectors,
// and a made-up head.

import type { DenseLayer, SavedHead } from '../../model/head';
import { HEAD_KINDS } from '../../model/head-kinds/head-kinds';
import { seededRandom } from '../../model/random';
import type { LabelledFeatures } from '../evaluate/samples';
import type { TrainingData } from './trainer';

/**
 * `perClass` samples of each class. Each sample is its own group, and the classes take turns.
 *
 * @param apart the distance between the class means, in standard deviations of the noise
 */
export function madeUp(
  perClass: number,
  classCount: number,
  size: number,
  seed: number,
  apart = 0.3,
): LabelledFeatures {
  // The means are the same for every seed, so two draws come from the same distribution.
  const means = seededRandom(99);
  const centres = Float32Array.from({ length: classCount * size }, () => apart * means.normal());
  const random = seededRandom(seed);
  const n = perClass * classCount;
  return {
    features: Float32Array.from({ length: n * size }, (_, place) => {
      const label = Math.floor(place / size) % classCount;
      return Math.max(0, 2 + (centres[label * size + (place % size)] ?? 0) + random.normal());
    }),
    size,
    labels: Int32Array.from({ length: n }, (_, i) => i % classCount),
    groups: Array.from({ length: n }, (_, i) => `group ${i}`),
  };
}

function nothing(size: number): LabelledFeatures {
  return { features: new Float32Array(), size, labels: new Int32Array(), groups: [] };
}

export function dataOf(train: LabelledFeatures, validation = nothing(train.size)): TrainingData {
  const classCount = Math.max(...train.labels) + 1;
  const classes = Array.from({ length: classCount }, (_, label) => `class ${label}`);
  return { train, validation, classes, featureKey: 'test' };
}

/** A head for three classes with random weights, strong enough to tell classes apart clearly. */
export function madeUpHead(kind: SavedHead['kind'], featureSize: number): SavedHead {
  const random = seededRandom(7);
  const layer = (
    inputs: number,
    outputs: number,
    activation: DenseLayer['activation'],
  ): DenseLayer => ({
    inputs,
    outputs,
    weights: Float32Array.from(
      { length: inputs * outputs },
      () => (4 * random.normal()) / Math.sqrt(inputs),
    ),
    bias: Float32Array.from({ length: outputs }, () => random.normal()),
    activation,
  });
  const { layers } = HEAD_KINDS[kind];
  return {
    kind,
    classes: ['a', 'b', 'c'],
    featureKey: 'test',
    featureSize,
    normalisation: 'l2-sqrt-d',
    layers: layers.map((activation, i) =>
      layer(i === 0 ? featureSize : 64, i === layers.length - 1 ? 3 : 64, activation),
    ),
    temperature: 0.7,
  };
}
