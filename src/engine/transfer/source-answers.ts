// Learning without forgetting (Li and Hoiem, 2016): the source task's own answers, recorded before
// learning, become a second loss. Forgetting is measured by how many of them change.
import * as tf from '@tensorflow/tfjs-core';
import type { ChangedAnswers } from '../../model/strategy';
import type { SourceHead } from '../backbone/load';

/** The same as in the paper: it makes the small probabilities count. */
const TEMPERATURE = 2;
/** How many pictures are handled at once. Each has 1,000 answers. */
const AT_ONCE = 64;

/**
 * The logits of the source task's head, which never changes, for raw features.
 *
 * @returns [n, classes], which a tidy has to dispose
 */
function sourceLogits(head: SourceHead, features: tf.Tensor2D): tf.Tensor2D {
  return tf.add<tf.Tensor2D>(tf.matMul(features, head.kernel), head.bias);
}

/** The indices of the most probable classes [n], from raw features [n × size]. */
export async function firstAnswers(head: SourceHead, features: Float32Array): Promise<Int32Array> {
  const answers = new Int32Array(features.length / head.kernel.shape[0]);
  for await (const [start, first] of answersOf(head, features, (logits) => tf.argMax(logits, 1))) {
    answers.set(first, start);
  }
  return answers;
}

/**
 * The probabilities of all classes [n × classes], softened for `distillation`, from raw features
 * [n × size].
 */
export async function softenedAnswers(
  head: SourceHead,
  features: Float32Array,
): Promise<Float32Array> {
  const [size, classes] = head.kernel.shape;
  const answers = new Float32Array((features.length / size) * classes);
  const soften = (logits: tf.Tensor2D) => tf.softmax(tf.div<tf.Tensor2D>(logits, TEMPERATURE));
  for await (const [start, softened] of answersOf(head, features, soften)) {
    answers.set(softened, start * classes);
  }
  return answers;
}

/**
 * Applies `of` to the logits of some pictures at a time. Yields the result with the first picture's
 * place.
 */
async function* answersOf(
  head: SourceHead,
  features: Float32Array,
  of: (logits: tf.Tensor2D) => tf.Tensor,
): AsyncGenerator<[number, Float32Array | Int32Array]> {
  const size = head.kernel.shape[0];
  for (let start = 0; start < features.length / size; start += AT_ONCE) {
    const some = features.slice(start * size, (start + AT_ONCE) * size);
    const answers = tf.tidy(() =>
      of(sourceLogits(head, tf.tensor2d(some, [some.length / size, size]))),
    );
    try {
      yield [start, await answers.data<'float32' | 'int32'>()];
    } finally {
      answers.dispose();
    }
  }
}

/**
 * The cross-entropy of the current softened answers against the recorded ones, summed over pictures
 * (equation 2 of the paper). Its gradient is 0 if nothing has changed.
 *
 * @param features [n, size], raw
 * @param recorded [n, classes], from `softenedAnswers`
 * @returns a scalar, which a tidy has to dispose
 */
export function distillation(
  head: SourceHead,
  features: tf.Tensor2D,
  recorded: tf.Tensor2D,
): tf.Scalar {
  const logits = tf.div<tf.Tensor2D>(sourceLogits(head, features), TEMPERATURE);
  return tf.neg(tf.sum(tf.mul(recorded, tf.logSoftmax(logits))));
}

/** Forgetting: how many pictures now get a different first answer. */
export function changedAnswers(before: Int32Array, now: Int32Array): ChangedAnswers {
  return { changed: now.filter((answer, i) => answer !== before[i]).length, total: now.length };
}
