import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineCallOptions } from '../../engine/boundary/client';
import type { TrainEvent, TrainRequest, TrainResult } from '../../model/training';
import { asEngine } from '../../runtime/fake-services';
import { provideServices, type Services } from '../../runtime/services';
import { database } from '../../storage/database';
import { useApp } from '../app-store';
import type { AppState } from '../state';
import { deletedSince, isOutdated } from './readiness';

const KEY = 'mobilenet-v2@1/192';
const initial = useApp.getState();
const state = () => useApp.getState();

const resultOf = (
  { classes, samples }: Pick<TrainRequest, 'classes' | 'samples'>,
  ended: TrainResult['ended'],
): TrainResult => ({
  head: {
    kind: 'mlp',
    classes,
    featureKey: KEY,
    featureSize: 3,
    normalisation: 'l2-sqrt-d',
    layers: [],
  },
  ended,
  keptPass: 1,
  split: {
    train: samples.slice(1).map(({ id }) => id),
    validation: samples.slice(0, 1).map(({ id }) => id),
    sameBurstClasses: [],
  },
  guessing: 0.5,
  l2: 10,
  refitOnAll: ended !== 'stopped',
  msTrain: 4000,
  backend: 'wasm',
});

const pass = (number: number): TrainEvent => ({
  type: 'pass',
  report: { pass: number, trainLoss: 1, trainAccuracy: 1 },
});

/**
 * A training that is stopped after its first epoch. When resumed, it runs until `finish` is called.
 */
function stoppingEngine() {
  let request: TrainRequest | undefined;
  let finish = () => {};
  const engine = {
    setHead: async () => {},
    train: vi.fn(async (asked: TrainRequest, { onEvent }: EngineCallOptions<'train'>) => {
      request = asked;
      const { split } = resultOf(asked, 'stopped');
      onEvent?.({ type: 'started', unit: 'epoch', mostPasses: 50, split });
      onEvent?.(pass(1));
      return resultOf(asked, 'stopped');
    }),
    resume: vi.fn(async (_: unknown, { onEvent }: EngineCallOptions<'resume'>) => {
      onEvent?.(pass(2));
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return resultOf(request ?? { classes: [], samples: [] }, 'most-passes');
    }),
  };
  provideServices({
    engine: asEngine(engine),
    pictures: {} as Services['pictures'],
  });
  return { engine, finish: () => finish() };
}

const samples = (counts: Record<string, number>): AppState['samples'] =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([classId, count]) =>
      Array.from({ length: count }, (_, i) => {
        const id = `${classId}${i}`;
        const row = { id, projectId: 'p', classId, group: id, seq: i, createdAt: 0, deletedAt: 0 };
        return [id, { ...row, source: 'file' as const }];
      }),
    ),
  );

let fake: ReturnType<typeof stoppingEngine>;

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  fake = stoppingEngine();
  await state().openProject();
  const [a, b] = state().classes;
  useApp.setState({ live: false, samples: samples({ [a?.id ?? '']: 3, [b?.id ?? '']: 3 }) });
  state().changeSettings({ head: 'mlp', epochs: 50 });
});

describe('a stopped training', () => {
  it('shows its progress again when it goes on', async () => {
    await state().learn();
    expect(state()).toMatchObject({ phase: 'stopped', running: undefined });
    const work = state().resumeLearning();
    expect(state()).toMatchObject({
      phase: 'training',
      running: { unit: 'epoch', mostPasses: 50, heldOut: 1 },
    });
    // The time before the stop counts too, so that the time left is right.
    expect(Date.now() - (state().running?.startedAt ?? 0)).toBeGreaterThanOrEqual(4000);
    await vi.waitFor(() => expect(state().history.map((report) => report.pass)).toEqual([1, 2]));
    fake.finish();
    await work;
    expect(state()).toMatchObject({ phase: 'idle', running: undefined });
  });

  it('is kept with the settings that it began with', async () => {
    await state().learn();
    state().changeSettings({ epochs: 80 });
    const work = state().resumeLearning();
    expect(state().running?.mostPasses).toBe(50);
    await vi.waitFor(() => expect(fake.engine.resume).toHaveBeenCalled());
    fake.finish();
    await work;
    expect(state().learned?.settings.epochs).toBe(50);
    expect(isOutdated(state())).toBe(true);
  });
});

it('a result is of an earlier state once its pictures are gone and nothing can replace it', async () => {
  await state().learn();
  expect(isOutdated(state())).toBe(false);
  useApp.setState({ live: true, samples: {} });
  expect(isOutdated(state())).toBe(true);
});

it('still answers with a deleted class until it has learned again', async () => {
  const [a] = state().classes;
  await state().addClass();
  const third = state().classes[2]?.id ?? '';
  useApp.setState({ samples: { ...state().samples, ...samples({ [third]: 3 }) } });
  await state().learn();
  expect(deletedSince(state())).toEqual([]);
  await state().deleteClass(a?.id ?? '');
  expect(deletedSince(state())).toEqual([a?.id]);
  await state().learn();
  expect(deletedSince(state())).toEqual([]);
});
