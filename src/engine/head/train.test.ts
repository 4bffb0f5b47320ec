import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HeadKind } from '../../model/head';
import type { TrainEvent, TrainRequest } from '../../model/training';
import { decisions } from '../evaluate/metrics';
import { answer } from './answer';
import { madeUp } from './made-up';
import { startTraining } from './train';

const SIZE = 64;
const PER_CLASS = 24;
const { features, labels } = madeUp(PER_CLASS, 3, SIZE, 1, 0.5);
const featuresOf = (id: string) => features.subarray(Number(id) * SIZE, (Number(id) + 1) * SIZE);

function request(head: HeadKind): TrainRequest {
  return {
    featureKey: 'test',
    classes: ['a', 'b', 'c'],
    samples: Array.from(labels, (label, i) => ({ id: `${i}`, label, group: `${i}` })),
    settings: {
      head,
      epochs: 12,
      batchSize: 16,
      learningRate: 1e-3,
      l2: 'auto',
      validationShare: 0.25,
      seed: 1,
    },
  };
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(['linear', 'mlp'] as const)('a training of a %s head', (kind) => {
  it('emits its passes and ends with a measured head', async () => {
    const tensors = tf.memory().numTensors;
    const events: TrainEvent[] = [];
    const run = startTraining(request(kind), featuresOf, 'cpu');
    const result = await run.continue({ onEvent: (event) => events.push(event) });
    expect(tf.memory().numTensors).toBe(tensors);

    expect(events[0]).toMatchObject({ type: 'started', mostPasses: 12, split: result.split });
    expect(events.at(-1)).toEqual({ type: 'refitting' });
    const passes = events.slice(1, -1).map((event) => event.type === 'pass' && event.report.pass);
    expect(passes).toEqual(passes.map((_, i) => i + 1));
    expect(result.ended).not.toBe('stopped');
    expect(result.refitOnAll).toBe(true);
    expect(result.guessing).toBeCloseTo(1 / 3);
    expect(result.split.validation).toHaveLength(18);
    const { validation } = result;
    expect(validation?.total).toBe(18);
    expect(validation?.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(18);
    expect(validation?.right).toBeGreaterThan(12);
    expect(validation?.low).toBeLessThan((validation?.right ?? 0) / 18);
    expect(await run.continue({ onEvent: () => {} })).toBe(result);
  });

  it('gives after a stop and a resume what it gives uninterrupted', async () => {
    const whole = await startTraining(request(kind), featuresOf, 'cpu').continue({
      onEvent: () => {},
    });
    const stop = new AbortController();
    const events: TrainEvent[] = [];
    const run = startTraining(request(kind), featuresOf, 'cpu');
    const stopped = await run.continue({
      signal: stop.signal,
      onEvent: (event) => {
        events.push(event);
        if (event.type === 'pass' && event.report.pass === 3) stop.abort();
      },
    });
    expect(stopped).toMatchObject({ ended: 'stopped', refitOnAll: false });
    expect(answer(stopped.head, featuresOf('0'))).toHaveLength(3);
    const resumed = await run.continue({ onEvent: (event) => events.push(event) });
    expect({ ...resumed, msTrain: 0 }).toEqual({ ...whole, msTrain: 0 });
    expect(events.filter((event) => event.type === 'started')).toHaveLength(1);
  });

  it('is stopped while it is fitted on all samples, and goes on to the same head', async () => {
    const tensors = tf.memory().numTensors;
    const whole = await startTraining(request(kind), featuresOf, 'cpu').continue({
      onEvent: () => {},
    });
    let measured = false;
    let asked = 0;
    // After the last pass, the signal is asked once before the refit and then during it.
    const signal = {
      get aborted() {
        return measured && ++asked > 1;
      },
    } as AbortSignal;
    const events: TrainEvent[] = [];
    const run = startTraining(request(kind), featuresOf, 'cpu');
    const lastPass = whole.ended === 'most-passes' ? 12 : whole.keptPass;
    const stopped = await run.continue({
      signal,
      onEvent: (event) => {
        events.push(event);
        if (event.type === 'pass') measured = event.report.pass === lastPass;
      },
    });
    expect(stopped).toMatchObject({ ended: 'stopped', refitOnAll: false });
    // Only the head that has learned from all may be better than the one that was measured.
    const { high = 1, balanced } = whole.validation ?? {};
    expect({ ...stopped.validation, high, balanced }).toEqual(whole.validation);
    expect(stopped.validation?.high).toBeLessThanOrEqual(high);
    expect(stopped.head).not.toEqual(whole.head);
    const resumed = await run.continue({ onEvent: (event) => events.push(event) });
    expect({ ...resumed, msTrain: 0 }).toEqual({ ...whole, msTrain: 0 });
    expect(events.filter(({ type }) => type === 'pass')).toHaveLength(lastPass);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('can be stopped before its first pass', async () => {
    const tensors = tf.memory().numTensors;
    const run = startTraining(request(kind), featuresOf, 'cpu');
    const { ended, head, keptPass } = await run.continue({
      signal: AbortSignal.abort(),
      onEvent: () => {},
    });
    expect({ ended, keptPass }).toEqual({ ended: 'stopped', keptPass: 0 });
    expect(head.classes).toHaveLength(3);
    run.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('trains on two samples without holding any out', async () => {
    const small = request(kind);
    const result = await startTraining(
      { ...small, classes: ['a', 'b'], samples: small.samples.slice(0, 2) },
      featuresOf,
      'cpu',
    ).continue({ onEvent: () => {} });
    expect(result.validation).toBeUndefined();
    expect(result.guessing).toBe(0.5);
    const [first = 0, second = 0] = answer(result.head, featuresOf('0'));
    expect(first).toBeGreaterThan(second);
  });
});

describe('a class with few samples beside the others', () => {
  const all = madeUp(60, 2, SIZE, 1);
  const fresh = madeUp(200, 2, SIZE, 2);
  const rowOf = (id: string) => all.features.subarray(Number(id) * SIZE, (Number(id) + 1) * SIZE);
  /**
   * How much of each class is found by a head that learned from 6 of the first, 60 of the second.
   */
  async function recalls(head: HeadKind, keepsPrior: boolean) {
    const { settings } = request(head);
    const samples = Array.from(all.labels, (label, i) => ({ id: `${i}`, label, group: `${i}` }));
    const result = await startTraining(
      {
        featureKey: 'test',
        classes: ['rare', 'frequent'],
        samples: samples.filter(({ label }, i) => label === 1 || i < 12),
        settings: { ...settings, epochs: 40, keepsPrior },
      },
      rowOf,
      'cpu',
    ).continue({ onEvent: () => {} });
    const said = decisions(answer(result.head, fresh.features), 2);
    return [0, 1].map((label) => {
      const right = said.filter((decided, i) => decided === label && fresh.labels[i] === label);
      return right.length / 200;
    });
  }

  it.each(['linear', 'mlp'] as const)(
    'is found by a %s head, unless classes come as often as in the samples',
    async (kind) => {
      const [rare = 0, frequent = 0] = await recalls(kind, false);
      expect(rare).toBeGreaterThan(0.5);
      expect(frequent).toBeGreaterThan(0.5);
      const [missed = 1] = await recalls(kind, true);
      expect(missed).toBeLessThan(rare - 0.2);
    },
  );
});

it('lets a stop through that comes from the event loop', async () => {
  const { settings, ...rest } = request('mlp');
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1);
  const run = startTraining({ ...rest, settings: { ...settings, epochs: 1e6 } }, featuresOf, 'cpu');
  const { ended } = await run.continue({ signal: stop.signal, onEvent: () => {} });
  expect(ended).toBe('stopped');
  run.dispose();
});

describe('startTraining', () => {
  const full = request('linear');
  const tooFew: [string, Partial<TrainRequest>][] = [
    ['no samples', { samples: [] }],
    ['one class', { classes: ['a'], samples: full.samples.filter((s) => s.label === 0) }],
    ['an empty class', { samples: full.samples.filter((s) => s.label !== 1) }],
  ];
  it.each(tooFew)('refuses %s', (_, changed) => {
    expect(() => startTraining({ ...full, ...changed }, featuresOf, 'cpu')).toThrow(
      expect.objectContaining({ kind: 'too-few-samples' }),
    );
  });

  it('asks for features that it does not have, or that are not finite', () => {
    const some = (id: string) => (id === '7' ? undefined : featuresOf(id));
    const short = (id: string) => (id === '7' ? new Float32Array(3) : featuresOf(id));
    const broken = (id: string) =>
      id === '7' ? featuresOf(id).map((x, j) => (j === 3 ? Number.NaN : x)) : featuresOf(id);
    for (const source of [some, short, broken, () => undefined]) {
      expect(() => startTraining(full, source, 'cpu')).toThrow(
        expect.objectContaining({ kind: 'features-missing' }),
      );
    }
  });
});

describe('the familiarity of a head', () => {
  const SMALL = 9;

  it('is fitted on all samples, held-out ones included', async () => {
    const { head } = await startTraining(request('linear'), featuresOf, 'cpu').continue({
      onEvent: () => {},
    });
    expect(head.familiarity?.heldOut).toHaveLength(3 * PER_CLASS);
    expect(head.familiarity?.directions).toHaveLength(3 * PER_CLASS * SIZE);
  });

  it('is there after a stop too', async () => {
    const run = startTraining(request('mlp'), featuresOf, 'cpu');
    const { head } = await run.continue({ signal: AbortSignal.abort(), onEvent: () => {} });
    run.dispose();
    expect(head.familiarity?.heldOut).toHaveLength(3 * PER_CLASS);
  });

  it('is absent where there are too few samples', async () => {
    const all = request('linear');
    const samples = all.samples.filter(({ label }) => label < 2).slice(0, 2 * SMALL);
    const few = { ...all, classes: ['a', 'b'], samples };
    const { head } = await startTraining(few, featuresOf, 'cpu').continue({ onEvent: () => {} });
    expect(head).not.toHaveProperty('familiarity');
  });
});
