// A project on a person's own model, opened where the model is kept and where it is missing.
import 'fake-indexeddb/auto';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, expect, it, vi } from 'vitest';
import type { EngineRequest } from '../../engine/boundary/client';
import type { FeatureSpec } from '../../model/backbone';
import { EngineError } from '../../model/engine-error';
import { ownIdOf } from '../../model/own-id';
import type {
  ModelPart,
  OwnModelProblem,
  OwnModelReport,
  ScalingAdvice,
} from '../../model/own-model';
import { asEngine, BACKBONE, fakeEngine, KEY, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { madeUpModel } from '../../storage/made-up';
import { keepOwnBackbone } from '../../storage/own-backbones';
import { openProject } from '../../storage/projects';
import { loadRun } from '../../storage/runs';
import { useApp } from '../app-store';
import { useOwnBackbones } from './own-backbones';

const HASH = 'a'.repeat(32);
const facts = madeUpModel(HASH);
const file = { header: '{}', weights: new Blob(['weights']) };
const OWN = ownIdOf({ hash: HASH, scaling: 'unit', end: 'output' });
const ADVICE = { by: 'statistics', best: 'imagenet' } as ScalingAdvice;
const choice = { name: 'tiny', scaling: 'unit', end: 'output', inputSize: 32 } as const;

const initial = useApp.getState();
const own = useOwnBackbones.getInitialState();
const state = () => useApp.getState();
const models = () => useOwnBackbones.getState();
const files = [new File(['x'], 'model.json')];
let engine = withOwnModels();

function withOwnModels() {
  return {
    ...fakeEngine().engine,
    inspectOwnModel: vi.fn(async (_: ModelPart[]): Promise<OwnModelReport> => ({ facts, file })),
    compareScalings: vi.fn(
      async (_: EngineRequest<'compareScalings'>): Promise<ScalingAdvice> => ADVICE,
    ),
    setBackbone: vi.fn(async (_: FeatureSpec) => BACKBONE),
  };
}

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  useOwnBackbones.setState(own, true);
  engine = withOwnModels();
  provideServices({ engine: asEngine(engine), pictures });
  await state().openProject();
  useApp.setState(({ engine: status }) => ({
    engine: { ...status, phase: 'ready', backbone: { id: 'mobilenet-v2', key: KEY } as never },
  }));
});

/** The engine refuses a person's own models until it is told otherwise. */
function refuse() {
  engine.setBackbone.mockImplementation(async ({ backbone }) => {
    if (backbone === OWN) {
      throw new EngineError('own-backbone-missing', 'not here');
    }
    return BACKBONE;
  });
}

it('keeps a model, puts it to use and remembers that for the project', async () => {
  expect(await models().open(files)).toBe(false);
  expect(models().opened?.facts).toEqual(facts);
  expect(await models().use(choice)).toBe(true);
  const spec = { backbone: OWN, inputSize: 32, name: 'tiny' };
  expect(engine.setBackbone).toHaveBeenLastCalledWith(spec);
  expect((await openProject()).project.settings?.features).toEqual(spec);
  expect(models().kept?.map(({ hash }) => hash)).toEqual([HASH]);
});

it('reads a zip as the files in it, and says where it cannot', async () => {
  const zipped = zipSync({ 'net/model.json': strToU8('{}'), 'net/a.bin': new Uint8Array(3) });
  await models().open([new File([Uint8Array.from(zipped)], 'Net.zip')]);
  const [parts = []] = engine.inspectOwnModel.mock.calls[0] ?? [];
  expect(parts.map(({ path, content }) => [path, content.size])).toEqual([
    ['net/model.json', 2],
    ['net/a.bin', 3],
  ]);
  await models().open([new File([Uint8Array.from(zipped.subarray(0, 60))], 'Net.zip')]);
  expect(models().problem?.kind).toBe('zip');
});

it('calls a model as a person does, also one that is kept', async () => {
  await models().open(files);
  await models().use({ ...choice, name: 'Mine' });
  expect(state().spec.name).toBe('Mine');
  models().openKept({ ...facts, addedAt: 0 });
  await models().use({ ...choice, name: 'Ours' });
  expect(state().spec.name).toBe('Ours');
  expect(models().kept?.map(({ name }) => name)).toEqual(['Ours']);
});

it('says what is wrong with files, and keeps none of them', async () => {
  const problem: OwnModelProblem = { kind: 'weights-missing', details: ['a.bin'] };
  engine.inspectOwnModel.mockResolvedValue({ problem });
  expect(await models().open(files)).toBe(false);
  expect(models()).toMatchObject({ problem, opened: undefined, busy: undefined });
  expect(await database.ownBackbones.count()).toBe(0);
});

it('tells which scaling suits the model', async () => {
  await models().open(files);
  await models().suggest(choice);
  expect(engine.compareScalings).toHaveBeenCalledWith(
    { file, end: 'output', inputSize: 32, pictures: [] },
    expect.anything(),
  );
  expect(models()).toMatchObject({ suggested: ADVICE, busy: undefined });
});

it('waits for a choice where the model is missing: the last run stays, and its files bring it back', async () => {
  const [first, second] = state().classes.map(({ id }) => id);
  await state().importFiles(many('a', 5), first ?? '');
  await state().importFiles(many('b', 5), second ?? '');
  await state().learn();
  const project = state().project?.id ?? '';
  const before = await loadRun(project);
  refuse();
  const why = await state().useSpec({ backbone: OWN, inputSize: 32, name: 'tiny' });
  expect(why).toBe('own-backbone-missing');
  expect(state().refused).toMatchObject({ spec: { name: 'tiny' }, why: 'own-backbone-missing' });
  expect(state().engineError).toBeUndefined();
  expect(state().spec.backbone).toBe('mobilenet-v2');
  engine.train.mockClear();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await state().importFiles(many('c', 3), first ?? '');
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
  expect(engine.train).not.toHaveBeenCalled();
  expect(await loadRun(project)).toEqual(before);

  // The person chooses its files again.
  engine.setBackbone.mockResolvedValue(BACKBONE);
  expect(await models().open(files)).toBe(true);
  expect(state().refused).toBeUndefined();
  expect(state().spec).toEqual({ backbone: OWN, inputSize: 32, name: 'tiny' });
});

it('says that files are of another model than the one that is missing', async () => {
  refuse();
  await state().useSpec({ backbone: OWN, inputSize: 32, name: 'tiny' });
  engine.inspectOwnModel.mockResolvedValue({ facts: madeUpModel('b'.repeat(32)), file });
  expect(await models().open(files)).toBe(false);
  expect(models().problem).toEqual({ kind: 'not-the-same', details: ['tiny'] });
});

it('goes on with another backbone where somebody says so', async () => {
  refuse();
  await state().useSpec({ backbone: OWN, inputSize: 32 });
  await state().chooseBackbone({ ...state().spec });
  expect(state().refused).toBeUndefined();
  expect((await openProject()).project.settings?.features?.backbone).toBe('mobilenet-v2');
});

it('removes a model from this device', async () => {
  await keepOwnBackbone(facts, file);
  await models().list();
  models().openKept({ ...facts, addedAt: 0 });
  await models().remove(HASH);
  expect(models()).toMatchObject({ kept: [], opened: undefined });
  expect(await database.ownBackboneParts.count()).toBe(0);
});
