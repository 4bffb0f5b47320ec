// Pictures that are light or dark, with features that say so; noise makes few pictures tell less
// than many.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CurveEvent, CurvePoint, CurveRequest, CurveWay } from '../../model/curve';
import { EngineError } from '../../model/engine-error';
import { seededHash } from '../../model/hash';
import { seededRandom } from '../../model/random';
import { registerWasmGradients } from '../backend/wasm-gradients';
import { measureCurve } from './learning-curve';

const SIZE = 40;

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await tf.setBackend('wasm');
  registerWasmGradients();
});

const samplesOf = (light: number, dark: number) =>
  [light, dark].flatMap((count, label) =>
    Array.from({ length: count }, (_, i) => ({
      id: `${label}/${i}`,
      label,
      group: `${label}/${i}`,
    })),
  );

/** The first feature is the class, the rest are noise of much the same size. */
function featuresOf(id: string): Float32Array {
  const random = seededRandom(seededHash(1, id));
  return Float32Array.from(
    { length: SIZE },
    (_, i) => (i === 0 && id.startsWith('0') ? 2.5 : 0) + Math.abs(random.normal()),
  );
}

function pixels(id: string, side: number): Uint8Array {
  const random = seededRandom(seededHash(2, id));
  const light = id.startsWith('0') ? 150 : 60;
  return Uint8Array.from({ length: side * side * 3 }, () => light + random.below(60));
}

const requestOf = (way: CurveWay, more: Partial<CurveRequest> = {}): CurveRequest => ({
  way,
  perClass: [1, 2, 5, 10, 20, 50, 100],
  draws: 3,
  epochs: 1,
  leastUpdates: 2,
  featureKey: 'mobilenet-v2@1/32',
  classes: ['light', 'dark'],
  samples: samplesOf(40, 30),
  settings: {
    head: 'linear',
    epochs: 60,
    batchSize: 16,
    learningRate: 0.001,
    l2: 'auto',
    validationShare: 0.2,
    seed: 3,
  },
  ...more,
});

async function measure(request: CurveRequest, signal = new AbortController().signal) {
  const events: CurveEvent[] = [];
  const around = {
    featuresOf,
    pixelsOf: async (ids: readonly string[], side: number) => ids.map((id) => pixels(id, side)),
    batchSize: 8,
  };
  await measureCurve(request, around, (event) => events.push(event), signal);
  return { events, points: pointsOf(events) };
}

const pointsOf = (events: readonly CurveEvent[]): CurvePoint[] =>
  events.flatMap((event) => (event.type === 'point' ? event.point : []));
const startOf = (events: readonly CurveEvent[]) => events.find(({ type }) => type === 'started');
const meanOf = (points: readonly CurvePoint[], wanted: number) => {
  const some = points.filter(({ perClass }) => perClass === wanted);
  return some.reduce((sum, { right }) => sum + right, 0) / some.length;
};

describe('transfer', () => {
  it('has every number in every draw, up to all that the smallest class has to learn from', async () => {
    const { events, points } = await measure(requestOf('transfer'));
    const started = startOf(events);
    // A fifth of 30 is held out; of 40, that is eight.
    expect(started).toMatchObject({ numbers: [1, 2, 5, 10, 20, 24], points: 18, heldOut: 14 });
    expect(started).toMatchObject({ guessing: 8 / 14 });
    expect(points).toHaveLength(18);
    expect(meanOf(points, 24)).toBeGreaterThan(meanOf(points, 1));
    expect(meanOf(points, 24)).toBeGreaterThan(12);
  });

  it('draws all there is once', async () => {
    const { points } = await measure(requestOf('transfer', { samples: samplesOf(10, 10) }));
    expect(points.filter(({ perClass }) => perClass === 8)).toHaveLength(1);
    expect(points.filter(({ perClass }) => perClass === 5)).toHaveLength(3);
  });

  it('measures what is missing alone, and gets the same as at once', async () => {
    const { points } = await measure(requestOf('transfer'));
    const { points: rest } = await measure(requestOf('transfer', { measured: points.slice(0, 7) }));
    expect(rest).toEqual(points.slice(7));
  });

  it('leaves the test pictures alone, and divides as they want', async () => {
    const tests = [{ id: '0/900', label: 0, group: 'test' }];
    const [{ points }, { points: tested }] = await Promise.all([
      measure(requestOf('transfer')),
      measure(requestOf('transfer', { test: tests })),
    ]);
    expect(tested).toEqual(points);
  });
});

describe('scratch', () => {
  const few = { samples: samplesOf(5, 5), perClass: [1, 9], draws: 1, leastUpdates: 10 };

  it('learns from some pictures what light and dark is, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const { events, points } = await measure(requestOf('scratch', few));
    expect(tf.memory().numTensors).toBe(before);
    expect(startOf(events)).toMatchObject({ numbers: [1, 4], points: 2, heldOut: 2 });
    expect(meanOf(points, 4)).toBe(2);
    const epochs = events.flatMap((event) => (event.type === 'learning' ? event : []));
    expect(epochs[0]).toMatchObject({ perClass: 1, epoch: 1, epochs: 10 });
  });

  it('can be stopped anywhere, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    for (const last of ['preparing', 'started', 'learning', 'point'] as const) {
      const controller = new AbortController();
      const events: CurveEvent[] = [];
      const stopped = measureCurve(
        requestOf('scratch', { ...few, leastUpdates: 2 }),
        {
          featuresOf,
          pixelsOf: async (ids, side) => ids.map((id) => pixels(id, side)),
          batchSize: 8,
        },
        (event) => {
          events.push(event);
          if (event.type === last) controller.abort();
        },
        controller.signal,
      );
      await expect(stopped).rejects.toMatchObject({ kind: 'aborted' });
      expect(events.at(-1)?.type).toBe(last);
      expect(tf.memory().numTensors).toBe(before);
    }
  });
});

it('says where there is too little to measure', async () => {
  const one = measure(requestOf('transfer', { samples: samplesOf(1, 1) }));
  await expect(one).rejects.toBeInstanceOf(EngineError);
  await expect(one).rejects.toMatchObject({ kind: 'too-few-samples' });
});
