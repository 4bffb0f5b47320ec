// Each strategy on the real backbone at a small size, with pictures of stripes: across, or upright.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { seededHash } from '../../model/hash';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../model/engine-error';
import type { SavedHead } from '../../model/head';
import { seededRandom } from '../../model/random';
import { STRATEGIES, strategies } from '../../model/strategies';
import type {
  Strategy,
  StrategyEvent,
  StrategyRequest,
  StrategyResult,
} from '../../model/strategy';
import { fetchPublic } from '../backbone/fixtures/files';
import { type Backbone, loadBackbone, type SourceHead } from '../backbone/load';
import { pooledFeatures } from '../backbone/network';
import { registerWasmGradients } from '../backend/wasm-gradients';
import { answer } from '../head/answer';
import { startTraining } from '../head/train';
import { pixelTensor } from './pictures';
import { networkOf, ownStages } from './saved-network';
import { startStrategy } from './strategies';
import type { Around } from './strategies/begun';

const SIDE = 32;
const EACH = 8;
const SOURCE_CLASSES = 50;

const ids = ['across', 'upright'].flatMap((name) =>
  Array.from({ length: EACH }, (_, i) => `${name} ${i}`),
);
const testIds = ['across', 'upright'].flatMap((name) => [100, 101].map((i) => `${name} ${i}`));
const sampleOf = (id: string) => ({ id, label: id.startsWith('across') ? 0 : 1, group: id });

/** Stripes whose width and colour depend on the id, with noise. */
function pixels(id: string, side: number): Uint8Array {
  const random = seededRandom(seededHash(1, id));
  const width = 2 + random.below(3);
  const phase = random.below(8);
  const bytes = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const along = Math.floor(((id.startsWith('across') ? y : x) * 32) / side) + phase;
      const light = Math.floor(along / width) % 2 === 0 ? 190 : 60;
      for (let c = 0; c < 3; c++) bytes[(y * side + x) * 3 + c] = light + random.below(50);
    }
  }
  return bytes;
}

let backbone: Backbone;
/** Made up, as this backbone came without one. */
let sourceHead: SourceHead;
const features = new Map<string, Float32Array>();

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await tf.setBackend('wasm');
  registerWasmGradients();
  backbone = await loadBackbone('backbones/mobilenet-v2', fetchPublic);
  const random = seededRandom(8);
  const kernel = Float32Array.from({ length: 1280 * SOURCE_CLASSES }, () => random.normal() / 8);
  sourceHead = {
    kernel: tf.tensor2d(kernel, [1280, SOURCE_CLASSES]),
    bias: tf.zeros([SOURCE_CLASSES]),
    dispose: () => {},
  };
  for (const id of [...ids, ...testIds]) {
    const vector = tf.tidy(() =>
      pooledFeatures(backbone, pixelTensor([pixels(id, SIDE)], SIDE)).dataSync<'float32'>(),
    );
    features.set(id, vector);
  }
});

afterAll(() => {
  backbone.dispose();
  tf.dispose([sourceHead.kernel, sourceHead.bias]);
  expect(tf.memory().numTensors).toBe(0);
});

const requestOf = (strategy: Strategy, more: Partial<StrategyRequest> = {}): StrategyRequest => ({
  strategy,
  featureKey: 'mobilenet-v2@1/32',
  classes: ['across', 'upright'],
  samples: ids.map(sampleOf),
  test: testIds.map(sampleOf),
  mostEpochs: 1,
  settings: {
    head: 'linear',
    epochs: 40,
    batchSize: 16,
    learningRate: 0.001,
    l2: 10,
    validationShare: 0.25,
    seed: 3,
  },
  ...more,
});

const around = (): Around => ({
  backbone,
  inputSize: SIDE,
  featuresOf: (id) => features.get(id),
  pixelsOf: async (wanted, side) => wanted.map((id) => pixels(id, side)),
  sourceHead: async () => sourceHead,
  batchSize: 4,
  backend: 'wasm',
});

async function measure(request: StrategyRequest): Promise<[StrategyResult, StrategyEvent[]]> {
  const events: StrategyEvent[] = [];
  const result = await startStrategy(request, around()).continue({
    onEvent: (event) => events.push(event),
  });
  if (!result) throw new Error('it was not stopped');
  return [result, events];
}

/** A head's answers to pictures through its own network, which is rebuilt from what was saved. */
function answersOf(head: SavedHead, of: string[]): Float32Array {
  const { network } = head;
  const own = network && ownStages(network, head, backbone.card);
  const side = network?.inputSize ?? SIDE;
  const seen = tf.tidy(() =>
    pooledFeatures(
      network && own ? networkOf(network, own, backbone) : backbone,
      pixelTensor(
        of.map((id) => pixels(id, side)),
        side,
      ),
    ).dataSync<'float32'>(),
  );
  own?.dispose();
  return answer(head, seen);
}

const withoutTime = (event: StrategyEvent) => ('ms' in event ? { ...event, ms: 0 } : event);

const passes = (events: StrategyEvent[]) =>
  events.flatMap((event) => (event.type === 'pass' ? event.report : []));

describe.each(strategies)('%s', (strategy) => {
  it('measures on the shared split, tells its passes and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const [result, events] = await measure(requestOf(strategy));
    expect(tf.memory().numTensors).toBe(before);
    const [frozen] = await measure(requestOf('frozen'));
    expect(result.split).toEqual(frozen.split);
    expect(result.validation).toMatchObject({ total: 4 });
    expect(result.test).toMatchObject({ total: 4 });
    expect(result.head.classes).toEqual(['across', 'upright']);
    const said = answersOf(result.head, testIds);
    said.forEach((p, i) => {
      expect(Math.abs(p - (result.test?.answers?.probabilities[i] ?? -1))).toBeLessThan(1e-4);
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(events.find(({ type }) => type === 'started')).toMatchObject({ split: result.split });
    const learnsInEpochs = STRATEGIES[strategy].recipe !== undefined;
    expect(passes(events)[0]?.pass).toBe(learnsInEpochs ? 0 : 1);
    expect(passes(events).length).toBeGreaterThan(learnsInEpochs ? 1 : 0);
    expect(passes(events).map(({ pass }) => pass)).toEqual(
      passes(events).map((_, i) => i + (learnsInEpochs ? 0 : 1)),
    );
  });

  it('can be stopped for good anywhere, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const [, events] = await measure(requestOf(strategy));
    // After each of its events, one after the other.
    for (let stopAt = 0; stopAt < events.length; stopAt += Math.ceil(events.length / 2)) {
      const run = startStrategy(requestOf(strategy), around());
      const controller = new AbortController();
      let heard = 0;
      const result = await run.continue({
        signal: controller.signal,
        onEvent: () => {
          if (heard++ === stopAt) controller.abort();
        },
      });
      expect(result).toBeUndefined();
      await run.dispose();
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});

it('ends without a result where it is let go under way, as when another backbone comes', async () => {
  const before = tf.memory().numTensors;
  const run = startStrategy(requestOf('frozen'), around());
  let letGo: Promise<void> | undefined;
  const result = await run.continue({
    onEvent: () => {
      letGo ??= run.dispose();
    },
  });
  await letGo;
  expect(result).toBeUndefined();
  expect(tf.memory().numTensors).toBe(before);
});

it.each(['frozen', 'finetune'] as const)(
  '%s gives the same when it was stopped and resumed, and when it is measured again',
  async (strategy) => {
    const [whole, events] = await measure(requestOf(strategy));
    const run = startStrategy(requestOf(strategy), around());
    const again: StrategyEvent[] = [];
    let result: StrategyResult | undefined;
    let stops = 0;
    while (!result) {
      const controller = new AbortController();
      result = await run.continue({
        signal: controller.signal,
        onEvent: (event) => {
          again.push(event);
          if (event.type === 'pass') controller.abort();
        },
      });
      stops++;
    }
    expect(stops).toBeGreaterThan(1);
    expect(again.map(withoutTime)).toEqual(events.map(withoutTime));
    expect({ ...result, msTrain: 0 }).toEqual({ ...whole, msTrain: 0 });
  },
);

it('the frozen backbone is worth what Train says it is worth', async () => {
  // These labels cannot be learned. If all answers were right, the interval would have no upper end
  // to compare.
  const coins = ids.map((id, i) => ({ ...sampleOf(id), label: Math.floor(i / 2) % 2 }));
  const request = requestOf('frozen', { samples: coins });
  const [{ validation }] = await measure(request);
  expect(validation?.right).toBeLessThan(validation?.total ?? 0);
  const { classes, samples, settings, featureKey } = request;
  const training = startTraining(
    { classes, samples, settings, featureKey },
    (id) => features.get(id),
    'wasm',
  );
  const trained = await training.continue({ onEvent: () => {} });
  expect(validation).toMatchObject({
    right: trained.validation?.right,
    low: trained.validation?.low,
    high: trained.validation?.high,
  });
});

it('fine-tuning begins at the frozen result and is never worse on the held-out pictures', async () => {
  const [frozen] = await measure(requestOf('frozen'));
  const [tuned, events] = await measure(requestOf('finetune'));
  const [start] = passes(events);
  const { right = 0, total = 1 } = frozen.validation ?? {};
  expect(start?.validationAccuracy).toBeCloseTo(right / total, 9);
  const losses = passes(events).map(({ validationLoss = Number.NaN }) => validationLoss);
  expect(tuned.keptPass).toBe(losses.indexOf(Math.min(...losses)));
});

it('tells how many source answers fine-tuning changed, where the backbone has that head', async () => {
  const { weights } = backbone.card;
  const card = { ...backbone.card, sourceHead: { ...weights, classes: SOURCE_CLASSES } };
  const withHead = { ...around(), backbone: { ...backbone, card } };
  const forgettingOf = async (strategy: Strategy, mostEpochs: number, those: Around = withHead) => {
    const run = startStrategy(requestOf(strategy, { mostEpochs }), those);
    return (await run.continue({ onEvent: () => {} }))?.forgetting;
  };
  // No epoch, no forgetting.
  const none = { changed: 0, total: 4 };
  expect(await forgettingOf('finetune', 0)).toEqual({ validation: none, test: none });
  expect(await forgettingOf('retain', 1)).toMatchObject({
    validation: { total: 4 },
    test: { total: 4 },
  });
  expect(await forgettingOf('frozen', 1)).toBeUndefined();
  expect(await forgettingOf('finetune', 1, { ...around() })).toBeUndefined();
  // Without a network connection fine-tuning continues. A strategy that needs the head does not
  // start.
  const offline = {
    ...withHead,
    sourceHead: async () => {
      throw new EngineError('backbone-missing', 'no network');
    },
  };
  expect(await forgettingOf('finetune', 1, offline)).toBeUndefined();
  await expect(forgettingOf('retain', 1, offline)).rejects.toMatchObject({
    kind: 'backbone-missing',
  });
});

it('tells what learns: blocks after the line, or features of the block that was cut at', async () => {
  const stages = backbone.card.stages;
  const last = stages.slice(-1).reduce((sum, { parameters }) => sum + parameters, 0);
  const [tuned] = await measure(requestOf('finetune', { freezeAt: 17, mostEpochs: 1 }));
  expect(tuned.trainedParameters).toBe(last + 1281 * 2);
  expect(tuned.freezeAt).toBe(17);
  const [partial] = await measure(requestOf('partial', { freezeAt: 3 }));
  expect(partial.trainedParameters).toBe(25 * 2);
  expect(partial.head.featureSize).toBe(24);
  expect(partial.head.network).toMatchObject({ kept: 4, until: 4 });
});

it('learns from scratch to tell stripes apart', async () => {
  const learned = new AbortController();
  const losses: (number | undefined)[] = [];
  const run = startStrategy(requestOf('scratch', { mostEpochs: 20 }), around());
  await run.continue({
    signal: learned.signal,
    onEvent: (event) => {
      if (event.type !== 'pass') return;
      losses.push(event.report.trainLoss);
      if ((event.report.trainLoss ?? Number.NaN) < 0.5) learned.abort();
    },
  });
  await run.dispose();
  expect(losses[0]).toBeCloseTo(Math.log(2), 5);
  expect(losses.at(-1)).toBeLessThan(0.5);
});

it('frees everything when a picture is gone', async () => {
  const before = tf.memory().numTensors;
  let asked = 0;
  const run = startStrategy(requestOf('finetune'), {
    ...around(),
    pixelsOf: async (wanted, side) => {
      if (++asked > 2) throw new EngineError('features-missing', 'gone');
      return wanted.map((id) => pixels(id, side));
    },
  });
  await expect(run.continue({ onEvent: () => {} })).rejects.toMatchObject({
    kind: 'features-missing',
  });
  expect(tf.memory().numTensors).toBe(before);
});

it('says what it cannot begin with', () => {
  const begin = (more: Partial<StrategyRequest>) => () =>
    startStrategy(requestOf('finetune', more), around());
  expect(begin({ freezeAt: 18 })).toThrow(RangeError);
  expect(begin({ classes: ['across', 'upright', 'none'] })).toThrow('Samples of each class');
});
