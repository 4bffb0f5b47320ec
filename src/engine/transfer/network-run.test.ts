// Learning without forgetting on a small network: the source head preserves its answers.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import { SMALL_COST, SMALL_SIDE } from '../../model/small-network';
import type { SourceHead } from '../backbone/load';
import { registerWasmGradients } from '../backend/wasm-gradients';
import { parametersFrom, stageCosts } from './cost';
import { NetworkRun } from './network-run';
import { pixelTensor } from './pictures';
import { disposeStages, randomWeights, SMALL_NETWORK } from './random-weights';
import { changedAnswers, firstAnswers, softenedAnswers } from './source-answers';

const SIDE = 32;
const COUNT = 24;
const FEATURES = 128;
const SOURCE_CLASSES = 40;

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await tf.setBackend('wasm');
  registerWasmGradients();
});

async function finished<Result>(steps: AsyncGenerator<undefined, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = await steps.next();
    if (done) return value;
  }
}

/**
 * The target task's loss and the number of changed source answers after some epochs, with the given
 * weight on the source task.
 */
async function after(epochs: number, weight: number) {
  const random = seededRandom(4);
  const bytes = SIDE * SIDE * 3;
  const rows = Uint8Array.from({ length: COUNT * bytes }, () => random.below(256));
  const pixels = pixelTensor([rows.subarray(0, bytes), rows.subarray(bytes, 2 * bytes)], SIDE);
  const tensors = randomWeights(SMALL_NETWORK, pixels, 4);
  const kernel = Float32Array.from({ length: FEATURES * SOURCE_CLASSES }, () => random.normal());
  const head: SourceHead = {
    kernel: tf.tensor2d(kernel, [FEATURES, SOURCE_CLASSES]),
    bias: tf.zeros([SOURCE_CLASSES]),
    dispose: () => {},
  };
  const problem = {
    network: { card: SMALL_NETWORK, tensors },
    from: 0,
    inputs: { rows, shape: [SIDE, SIDE, 3] as const },
    labels: Int32Array.from({ length: COUNT }, (_, i) => i % 2),
    classCount: 2,
    l2: 0.01,
    batchSize: 8,
    stageRate: 1e-3,
    headRate: 1e-3,
    mirrors: false,
    seed: 4,
  };
  const start = { weights: new Float32Array(FEATURES * 2), bias: new Float32Array(2) };
  const untouched = new NetworkRun(problem, start, COUNT);
  const features = await finished(untouched.features(0, COUNT));
  untouched.dispose();
  const softened = await softenedAnswers(head, features);
  const run = new NetworkRun({ ...problem, source: { head, softened, weight } }, start, COUNT);
  let loss = Number.NaN;
  for (let epoch = 0; epoch < epochs; epoch++) loss = (await finished(run.epoch())).loss;
  const now = await firstAnswers(head, await finished(run.features(0, COUNT)));
  run.dispose();
  const { changed } = changedAnswers(await firstAnswers(head, features), now);
  disposeStages(tensors);
  tf.dispose([pixels, head.kernel, head.bias]);
  return { loss, changed };
}

it('forgets less, learns all the same, and leaves no tensor', async () => {
  const plain = await after(10, 0);
  const retaining = await after(10, 1);
  expect(retaining.changed).toBeLessThan(plain.changed / 2);
  expect(retaining.loss).toBeLessThan(Math.log(2));
  expect(tf.memory().numTensors).toBe(0);
}, 120_000);

it('builds the small network as the page reckons with it', () => {
  const { stages } = SMALL_NETWORK;
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const multiplyAdds = sum(stageCosts(SMALL_NETWORK, SMALL_SIDE).map((cost) => cost.multiplyAdds));
  expect(stages.at(-1)?.outputChannels).toBe(SMALL_COST.features);
  expect(parametersFrom(SMALL_NETWORK, 0)).toBe(SMALL_COST.parameters);
  expect(multiplyAdds / SMALL_COST.multiplyAdds).toBeCloseTo(1, 1);
});
