// What a backbone itself was trained to say: the answers of its source task, ImageNet.

import { add, matMul, softmax, type Tensor2D, tidy, topk } from '@tensorflow/tfjs-core';
import { IMAGENET_CLASSES } from '@tensorflow-models/mobilenet/dist/imagenet_classes.js';
import type { SourceAnswer } from '../../model/prediction';
import type { SourceHead } from './load';

/**
 * The k most probable ImageNet classes of each picture, best first.
 *
 * @param features [n, features], as `pooledFeatures` gives them; stays the caller's
 */
export async function topAnswers(
  head: SourceHead,
  features: Tensor2D,
  k: number,
): Promise<SourceAnswer[][]> {
  const { values, indices } = tidy(() =>
    topk(softmax(add<Tensor2D>(matMul(features, head.kernel), head.bias)), k),
  );
  try {
    const [probabilities, classes] = await Promise.all([
      (values as Tensor2D).array(),
      (indices as Tensor2D).array(),
    ]);
    return classes.map((row, i) =>
      row.map((classIndex, rank) => ({
        classIndex,
        name: IMAGENET_CLASSES[classIndex] ?? `class ${classIndex}`,
        probability: probabilities[i]?.[rank] ?? 0,
      })),
    );
  } finally {
    values.dispose();
    indices.dispose();
  }
}
