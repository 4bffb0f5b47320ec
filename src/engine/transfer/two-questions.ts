// Multi-task learning (Caruana, 1997): two questions about the same pictures, learned together on
// one shared layer with one head each. For comparison, each question is also learned alone.

import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../../model/engine-error';
import type { Evaluation } from '../../model/evaluation';
import type { TwoQuestionsRequest, TwoQuestionsResult } from '../../model/two-questions';
import { evaluate } from '../evaluate/evaluation';
import { gather } from '../evaluate/samples';
import { disposeProblem, type ErrorOf, problemOf, Run } from '../head/mlp/trainer';
import { divide } from '../head/train';

/**
 * About as many weight updates as a small network needs to get near its end. The MLP head's refit
 * uses the same number.
 */
const LEAST_UPDATES = 300;
/**
 * With ten thousand pictures, this makes a few thousand updates, which take less than a minute on
 * wasm.
 */
const LEAST_EPOCHS = 4;

/** The shares of the two questions in the loss. */
type Weights = readonly [first: number, second: number];

/**
 * Trains the same small network three times, on the same batches and from the same start: by the
 * weighted mean of both questions' cross-entropies, and by each one alone. All three are measured
 * on the same pictures, held out by the first question's classes. A picture without an answer to
 * the second question teaches the shared layer through the first alone. The held-out pictures do
 * not choose an epoch, so none of the figures flatters.
 *
 * @param featuresOf the raw features of a sample, by its id
 * @param onProgress how many epochs are done, and how many there are
 * @throws EngineError 'too-few-samples' if a question has fewer than two classes with samples, or
 * no answer is held out; 'features-missing', 'aborted'
 */
export async function measureTwoQuestions(
  request: TwoQuestionsRequest,
  featuresOf: (id: string) => Float32Array | undefined,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<TwoQuestionsResult> {
  const { classes, secondClasses, samples, secondLabels, weight, settings } = request;
  const firstLabels = Int32Array.from(samples, ({ label }) => label);
  const tasks = [
    { labels: firstLabels, count: classes.length },
    { labels: secondLabels, count: secondClasses.length },
  ] as const;
  for (const { labels, count } of tasks) {
    const used = new Set(labels.filter((label) => label >= 0)).size;
    if (count < 2 || used < count) throw new EngineError('too-few-samples', `${used} of ${count}`);
  }
  const size = featuresOf(samples[0]?.id ?? '')?.length ?? 0;
  const learning = gather(samples, featuresOf, size);
  const { split, groups } = await divide(request, learning, gather([], featuresOf, size));
  const places = new Map(samples.map(({ id }, i) => [id, i]));
  const placesOf = (ids: readonly string[]) => ids.map((id) => places.get(id) ?? 0);
  const [train, held] = [placesOf(split.train), placesOf(split.validation)];
  const heldAnswers = held.filter((i) => (secondLabels[i] ?? -1) >= 0);
  if (heldAnswers.length === 0) throw new EngineError('too-few-samples', 'no answer is held out');

  const order = [...train, ...held];
  const features = new Float32Array(order.length * size);
  const outputs = classes.length + secondClasses.length;
  const targets = new Float32Array(order.length * outputs);
  order.forEach((i, row) => {
    features.set(learning.features.subarray(i * size, (i + 1) * size), row * size);
    targets[row * outputs + (firstLabels[i] ?? 0)] = 1;
    const answer = secondLabels[i] ?? -1;
    if (answer >= 0) targets[row * outputs + classes.length + answer] = 1;
  });
  const updates = Math.ceil(train.length / settings.batchSize);
  const epochs = Math.max(LEAST_EPOCHS, Math.ceil(LEAST_UPDATES / updates));
  const { batchSize, learningRate, seed } = settings;
  const how = { mostEpochs: epochs, batchSize, learningRate, weightDecay: 'auto', seed } as const;

  /** The logits of all pictures, in `order`: [n, outputs]. */
  const learn = async (weights: Weights, before: number): Promise<Float32Array> => {
    const error = errorOf(classes.length, weights);
    const problem = problemOf(features, size, targets, outputs, how, error);
    const run = new Run(problem, train.length);
    try {
      while (run.epochs < epochs) {
        if (signal.aborted) throw new EngineError('aborted', 'the measurement was cancelled');
        await run.epoch();
        // This waits for the GPU. Otherwise a long queue of work would delay the answer to a stop.
        await run.values();
        onProgress(before + run.epochs, 3 * epochs);
      }
      return await run.logits();
    } finally {
      run.dispose();
      disposeProblem(problem);
    }
  };
  const learnedGroups = new Set(train.map((i) => groups[i] ?? ''));
  const measured = (logits: Float32Array, task: 0 | 1): Evaluation => {
    const { labels, count } = tasks[task];
    const start = task === 0 ? 0 : classes.length;
    const asked = task === 0 ? held : heldAnswers;
    const rows = new Map(order.map((i, row) => [i, row]));
    const probabilities = new Float32Array(asked.length * count);
    asked.forEach((i, k) => {
      const at = (rows.get(i) ?? 0) * outputs + start;
      probabilities.set(softmax(logits.subarray(at, at + count)), k * count);
    });
    return evaluate(
      asked.map((i) => samples[i]?.id ?? ''),
      Int32Array.from(asked, (i) => labels[i] ?? 0),
      asked.map((i) => groups[i] ?? ''),
      probabilities,
      count,
      learnedGroups,
    );
  };

  const together = await learn([1 - weight, weight], 0);
  const firstAlone = await learn([1, 0], epochs);
  const secondAlone = await learn([0, 1], 2 * epochs);
  return {
    first: { together: measured(together, 0), apart: measured(firstAlone, 0) },
    second: { together: measured(together, 1), apart: measured(secondAlone, 1) },
  };
}

/**
 * The error for the weighted sum of both questions' mean cross-entropies. The second mean covers
 * only the pictures of the batch that have an answer to it. The first `count` columns are the first
 * question's.
 */
export function errorOf(count: number, [first, second]: Weights): ErrorOf {
  return (logits, truth) => {
    const [outputs, rows] = [logits.shape[1], logits.shape[0]];
    const [ofFirst, ofSecond] = tf.split(logits, [count, outputs - count], 1);
    const [firstTruth, secondTruth] = tf.split(truth, [count, outputs - count], 1);
    if (!ofFirst || !ofSecond || !firstTruth || !secondTruth) throw new Error('no two tasks');
    const answered = tf.sum(secondTruth, 1, true);
    const share = tf.div(second, tf.maximum(tf.sum(answered), 1));
    return tf.concat2d(
      [
        tf.mul(tf.sub(tf.softmax(ofFirst), firstTruth), first / rows) as tf.Tensor2D,
        tf.mul(tf.mul(tf.sub(tf.softmax(ofSecond), secondTruth), answered), share) as tf.Tensor2D,
      ],
      1,
    );
  };
}

function softmax(logits: Float32Array): Float32Array {
  const most = Math.max(...logits);
  const shares = logits.map((logit) => Math.exp(logit - most));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
