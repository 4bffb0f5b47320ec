import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import { EngineError } from '../engine/engine-error';
import type { BackboneGain, FeatureSpec, LayersRequest } from '../engine/protocol';
import { database } from '../storage/database';
import { readFeatures } from '../storage/samples';
import { adviseWhenIdle, offerOf, useAdviser } from './adviser';
import { useApp } from './app-store';
import { fakeEngine, many, pictures } from './fake-services';
import { provideServices } from './services';

vi.stubGlobal('createImageBitmap', async () => ({ close() {} }));
const lite0: FeatureSpec = { backbone: 'efficientnet-lite0', inputSize: 224 };
const gain = (low: number): BackboneGain => ({
  spec: lite0,
  gain: 0.04,
  low,
  high: 0.07,
  more: 5,
  fewer: 0,
});
const comparison = (low: number) => ({
  layers: [],
  gains: [gain(low)],
  from: { samples: 24, recordings: 24, folds: 5 },
});

const initial = useApp.getState();

let compareLayers = vi.fn();
let probe = vi.fn();

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  compareLayers = vi.fn(async (request: LayersRequest) => {
    expect(request.specs.map(({ backbone }) => backbone)).toEqual([
      'mobilenet-v2',
      'efficientnet-lite0',
    ]);
    return comparison(0.01);
  });
  probe = vi.fn(async (spec: FeatureSpec, some: unknown[]) => ({
    key: `${spec.backbone}@1/${spec.inputSize}`,
    vectors: some.map(() => new Float32Array(3)),
  }));
  const engine = {
    ...fakeEngine().engine,
    probe,
    compareLayers,
    notProbed: vi.fn(async (_: FeatureSpec, ids: string[]) => ids),
    releaseGuests: vi.fn(async () => {}),
  };
  provideServices({ engine: engine as never, pictures });
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  await useApp.getState().openProject();
  useApp.setState({ live: false, engine: { phase: 'ready', restarts: 0 } });
  useAdviser.setState({
    running: undefined,
    comparison: undefined,
    compared: undefined,
    problem: undefined,
  });
});

async function learnFrom(count: number) {
  const { importFiles, learn } = useApp.getState();
  const [one, other] = useApp.getState().classes;
  await importFiles(many('a', count), one?.id);
  await importFiles(many('b', count), other?.id);
  await learn();
}

test('it compares by itself a while after a training, once', async () => {
  const leave = adviseWhenIdle();
  await learnFrom(24);
  expect(compareLayers).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(5000);
  await vi.waitFor(() => expect(useAdviser.getState().comparison).toBeDefined());
  // 48 pictures by each backbone, eight at a time.
  expect(probe).toHaveBeenCalledTimes(12);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(compareLayers).toHaveBeenCalledTimes(1);
  expect(offerOf(useAdviser.getState(), useApp.getState().learned)?.spec).toEqual(lite0);
  leave();
});

test('it gives way to what begins meanwhile', async () => {
  await learnFrom(24);
  let aborted = false;
  compareLayers.mockImplementation(
    (_: unknown, __: unknown, signal: AbortSignal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(new EngineError('aborted', 'something else began'));
        });
      }),
  );
  const leave = adviseWhenIdle();
  await vi.advanceTimersByTimeAsync(5000);
  await vi.waitFor(() => expect(compareLayers).toHaveBeenCalled());
  useApp.setState({ phase: 'training' });
  expect(aborted).toBe(true);
  useApp.setState({ phase: 'idle' });
  leave();
});

test('features that are there already stay as they were learned from', async () => {
  await learnFrom(24);
  const { key } = await fakeEngine().engine.ready();
  probe.mockImplementation(async (spec: FeatureSpec, some: unknown[]) => ({
    key: spec.backbone === 'mobilenet-v2' ? key : 'other',
    vectors: some.map(() => Float32Array.of(7, 7, 7)),
  }));
  const ids = Object.values(useApp.getState().samples)
    .flat()
    .map(({ id }) => id);
  const before = await readFeatures(ids, key);
  expect(before.size).toBe(48);
  await useAdviser.getState().compare();
  expect(await readFeatures(ids, key)).toEqual(before);
  expect((await readFeatures(ids, 'other')).get(ids[0] ?? '')).toEqual(Float32Array.of(7, 7, 7));
});

test('too few pictures are said to be too few', async () => {
  await learnFrom(19);
  await useAdviser.getState().compare();
  expect(useAdviser.getState().problem).toBe('too-few');
  expect(probe).not.toHaveBeenCalled();
});

test('nothing is offered that may be chance, too little to matter, or of another run', async () => {
  await learnFrom(24);
  const { learned } = useApp.getState();
  const of = (low: number) => ({ comparison: comparison(low), compared: learned });
  expect(offerOf(of(0.01), learned)).toBeDefined();
  expect(offerOf(of(0), learned)).toBeUndefined();
  expect(offerOf(of(-0.01), learned)).toBeUndefined();
  expect(offerOf({ ...of(0.01), compared: undefined }, learned)).toBeUndefined();
  const little = { ...comparison(0.001), gains: [{ ...gain(0.001), gain: 0.004 }] };
  expect(offerOf({ comparison: little, compared: learned }, learned)).toBeUndefined();
});
