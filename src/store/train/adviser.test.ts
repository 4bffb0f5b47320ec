import 'fake-indexeddb/auto';
import { beforeEach, expect, test, vi } from 'vitest';
import type { EngineCallOptions, EngineRequest } from '../../engine/boundary/client';
import type { FeatureSpec } from '../../model/backbone';
import { EngineError } from '../../model/engine-error';
import type { BackboneGain, LayerScore, LayersRequest } from '../../model/layers';
import { asEngine, fakeEngine, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { readFeatures } from '../../storage/samples';
import { useApp } from '../app-store';
import {
  adviseWhenIdle,
  contestsOf,
  earlierLayer,
  layersFingerprintOf,
  offerOf,
  useAdviser,
} from './adviser';

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
const mobileNet: FeatureSpec = { backbone: 'mobilenet-v2', inputSize: 192 };
const comparison = (low: number) => ({
  specs: [mobileNet, lite0],
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
  probe = vi.fn(async ({ spec, pictures: some }: EngineRequest<'probe'>) => ({
    key: `${spec.backbone}@1/${spec.inputSize}`,
    vectors: some.map(() => new Float32Array(3)),
  }));
  const engine = {
    ...fakeEngine().engine,
    probe,
    compareLayers,
    notProbed: vi.fn(async ({ ids }: EngineRequest<'notProbed'>) => ids),
    releaseGuests: vi.fn(async () => {}),
  };
  provideServices({ engine: asEngine(engine), pictures });
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  await useApp.getState().openProject();
  useApp.setState({ live: false, engine: { phase: 'ready', restarts: 0 } });
  useAdviser.setState(useAdviser.getInitialState(), true);
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
  await vi.waitFor(() => expect(useAdviser.getState().measured).toBeDefined());
  // Each backbone sees 48 pictures, eight at a time.
  expect(probe).toHaveBeenCalledTimes(12);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(compareLayers).toHaveBeenCalledTimes(1);
  const { measured: found } = useAdviser.getState();
  expect(found?.fingerprint).toBe(layersFingerprintOf(useApp.getState()));
  expect(found && offerOf(found, useApp.getState().spec)?.ahead).toEqual(lite0);
  leave();
});

test('it gives way to what begins meanwhile', async () => {
  await learnFrom(24);
  let aborted = false;
  compareLayers.mockImplementation(
    (_: unknown, { signal }: EngineCallOptions<'compareLayers'>) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
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
  probe.mockImplementation(async ({ spec, pictures: some }: EngineRequest<'probe'>) => ({
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
  expect(useAdviser.getState().error).toBe('too-few');
  expect(probe).not.toHaveBeenCalled();
});

test('nothing is offered that may be chance, that is shown as none, or that is in use', () => {
  expect(offerOf(comparison(0.01), mobileNet)?.ahead).toEqual(lite0);
  expect(offerOf(comparison(0), mobileNet)).toBeUndefined();
  expect(offerOf(comparison(-0.01), mobileNet)).toBeUndefined();
  // A gain this small is shown as 0.
  expect(offerOf(comparison(0.004), mobileNet)).toBeUndefined();
  expect(offerOf(comparison(0.01), lite0)).toBeUndefined();
});

test('of two backbones the better one is named first, with the same figures', () => {
  expect(contestsOf(comparison(0.01))).toEqual([
    { ahead: lite0, behind: mobileNet, gain: 0.04, low: 0.01, high: 0.07, sure: true },
  ]);
  const worse = { ...gain(-0.07), gain: -0.04, high: -0.01 };
  const turned = { ...comparison(0), gains: [worse] };
  expect(contestsOf(turned)).toEqual([
    { ahead: mobileNet, behind: lite0, gain: 0.04, low: 0.01, high: 0.07, sure: true },
  ]);
  expect(offerOf(turned, lite0)?.ahead).toEqual(mobileNet);
  expect(contestsOf(comparison(0.004))[0]?.sure).toBe(false);
});

test('a switch to the other backbone changes nothing that is compared, another picture does', async () => {
  await learnFrom(24);
  await useAdviser.getState().compare();
  useApp.setState({ spec: lite0 });
  await useAdviser.getState().compare();
  expect(compareLayers).toHaveBeenCalledTimes(1);
  expect(useAdviser.getState().measured?.fingerprint).toBe(layersFingerprintOf(useApp.getState()));
  await learnFrom(1);
  expect(useAdviser.getState().measured?.fingerprint).not.toBe(
    layersFingerprintOf(useApp.getState()),
  );
  // The backbones come in the same order, so it is the same measurement: see what the engine
  // expects.
  await useAdviser.getState().compare();
  expect(compareLayers).toHaveBeenCalledTimes(2);
});

test('an earlier layer is named where it is better than the one in use beyond both intervals', () => {
  const layer = (
    backbone: LayerScore['backbone'],
    stage: number,
    right: number,
    logMe = 0,
  ): LayerScore => {
    const [low, high] = [right / 100 - 0.1, right / 100 + 0.1];
    return { backbone, stage, features: 8, logMe, accuracy: { right, total: 100, low, high } };
  };
  const mobile: FeatureSpec = { backbone: 'mobilenet-v2', inputSize: 224 };
  const of = (...layers: LayerScore[]) => earlierLayer({ ...comparison(0), layers }, mobile);
  const inUse = layer('mobilenet-v2', 5, 55);
  const first = layer('efficientnet-lite0', 2, 100, 1);
  const second = layer('efficientnet-lite0', 3, 100, 2);
  const last = layer('efficientnet-lite0', 6, 80);
  expect(of(inUse, first, second, last)).toEqual({ best: second, inUse });
  expect(of(inUse, layer('mobilenet-v2', 2, 90), last)?.best.stage).toBe(2);
  // Nothing to say: the difference is within the intervals, or the layer is another backbone's last
  // one, which the gains already cover.
  expect(of(inUse, layer('mobilenet-v2', 2, 70), last)).toBeUndefined();
  expect(
    of(inUse, layer('mobilenet-v2', 2, 70), { ...last, accuracy: first.accuracy }),
  ).toBeUndefined();
});

test('nothing of it is left in another project', async () => {
  await learnFrom(24);
  await useAdviser.getState().compare();
  const { project } = useApp.getState();
  expect(useAdviser.getState()).toMatchObject({ project: project?.id, error: undefined });
  await useApp.getState().newProject();
  await learnFrom(19);
  await useAdviser.getState().compare();
  expect(useAdviser.getState()).toMatchObject({
    project: useApp.getState().project?.id,
    measured: undefined,
    error: 'too-few',
  });
});
