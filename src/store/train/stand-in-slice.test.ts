// A head that a person has put in place of the trained head answers, is kept, and can be removed
// again.
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { EngineError } from '../../model/engine-error';
import { asEngine, fakeEngine, KEY, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { madeUpStandIn } from '../../storage/made-up';
import { addProject } from '../../storage/projects';
import { loadRun, loadStandIn } from '../../storage/runs';
import { useApp } from '../app-store';
import { type Lab, standInFrom } from '../transfer/lab';
import { signatureOf } from './learned-from';
import { answeringRun, canAnswer, isOlder, standInOf } from './stand-in-slice';

const initial = useApp.getState();
const state = () => useApp.getState();
let fake: ReturnType<typeof fakeEngine>;

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  fake = fakeEngine();
  provideServices({ engine: asEngine(fake.engine), pictures });
  await state().openProject();
  useApp.setState({
    live: false,
    engine: { phase: 'ready', restarts: 0, backbone: { key: KEY } } as never,
  });
});

const ids = () => state().classes.map(({ id }) => id);
const standIn = () => ({ ...madeUpStandIn(...ids()), signature: signatureOf(state()) });

async function taught() {
  await state().importFiles(many('a', 5), ids()[0]);
  await state().importFiles(many('b', 5), ids()[1]);
  await state().learn();
}

it('answers in the place of the training, is kept over a reload, and gives way again', async () => {
  await taught();
  const { learned } = state();
  expect(answeringRun(state())).toBe(learned);
  const mine = standIn();
  await state().putToUse(mine);
  expect(answeringRun(state())).toBe(mine);
  expect(fake.engine.setStandIn).toHaveBeenLastCalledWith(mine.result.head, {});
  const project = state().project?.id ?? '';
  expect(await loadStandIn(project)).toEqual(mine);

  // Training goes on as usual.
  await state().learn();
  expect(state().learned?.at).toBeGreaterThanOrEqual(learned?.at ?? 0);
  expect(answeringRun(state())).toBe(mine);

  useApp.setState({ standIn: undefined, learned: undefined });
  await state().restoreTraining();
  await state().syncEngine();
  expect(state().standIn).toEqual(mine);
  expect(fake.engine.setStandIn).toHaveBeenLastCalledWith(mine.result.head, {});

  await state().putToUse(undefined);
  expect(answeringRun(state())).toBe(state().learned);
  expect(fake.engine.setStandIn).toHaveBeenLastCalledWith(undefined, {});
  expect(await loadStandIn(project)).toBeUndefined();
  expect(await loadRun(project)).toBeDefined();
});

it('reaches the engine with the head, so that no answer falls in between', async () => {
  await taught();
  await state().putToUse(standIn());
  fake.engine.setStandIn.mockClear();
  fake.engine.setHead.mockReturnValueOnce(new Promise(() => {}));
  void state().syncEngine();
  await vi.waitFor(() => expect(fake.engine.setStandIn).toHaveBeenCalledTimes(1));
});

it('answers only on the backbone that it was made from, at any input size', async () => {
  await taught();
  const mine = standIn();
  const on = (key: string, of = mine) =>
    standInOf({ standIn: of, engine: { phase: 'ready', restarts: 0, backbone: { key } } as never });
  expect(on('mobilenet-v2@1/192')).toBe(mine);
  expect(on('mobilenet-v2@2/224')).toBeUndefined();
  expect(on('efficientnet-lite0@1/224')).toBeUndefined();
  const { network, ...head } = mine.result.head;
  if (!network) throw new Error('it has a network');
  const small = {
    ...mine,
    result: {
      ...mine.result,
      head: { ...head, network: { ...network, design: 'small' as const } },
    },
  };
  expect(on('efficientnet-lite0@1/224', small)).toBe(small);
});

it('tells that pictures changed, and what no training knows can be answered', async () => {
  await taught();
  const mine = standIn();
  await state().putToUse(mine);
  expect(isOlder(state(), mine)).toBe(false);
  await state().importFiles(many('c', 1), ids()[0]);
  expect(isOlder(state(), mine)).toBe(true);
  useApp.setState({ learned: undefined });
  expect(canAnswer(state())).toBe(true);
  await state().resetLearning();
  expect(state().standIn).toBeUndefined();
  expect(canAnswer(state())).toBe(false);
});

it('belongs to its project, and is nothing where another tab works', async () => {
  await taught();
  const home = state().project?.id ?? '';
  await state().putToUse(standIn());
  const { id: other } = await addProject('other');
  await state().switchProject(other);
  expect(state().standIn).toBeUndefined();
  await state().switchProject(home);
  expect(state().standIn).toBeDefined();
  useApp.setState({ role: 'follows' });
  await state().putToUse(undefined);
  expect(await loadStandIn(home)).toBeDefined();
});

it('that does not fit its network lets the training answer', async () => {
  await taught();
  fake.engine.setStandIn.mockRejectedValueOnce(new EngineError('no-head', 'too few weights'));
  await state().putToUse(standIn());
  expect(state().standIn).toBeUndefined();
  expect(answeringRun(state())).toBe(state().learned);
  expect(await loadStandIn(state().project?.id ?? '')).toBeUndefined();
});

it('is made of what was measured, with the baseline on the same pictures', async () => {
  const { result } = madeUpStandIn('a', 'b');
  const evaluation = (right: number) => ({
    right,
    total: 4,
    low: 0,
    high: 1,
    confusion: [],
    guessing: 0.25,
  });
  const from = { signature: 's', settings: state().settings, classNames: { a: 'A', b: 'B' } };
  const measured = (right: number, fingerprint: string, head = result.head) => ({
    head,
    result: {
      ...result,
      strategy: 'finetune' as const,
      freezeAt: 14,
      trainedParameters: 9,
      ended: 'early-stop' as const,
      validation: evaluation(right),
    },
    history: [],
    id: 'record 1',
    fingerprint,
    from,
  });
  const { network: _, ...plain } = result.head;
  const lab: Pick<Lab, 'measured'> = {
    measured: { finetune: measured(2, 'now'), frozen: measured(3, 'now', plain) },
  };
  expect(standInFrom(lab, 'finetune')).toMatchObject({
    strategy: 'finetune',
    freezeAt: 14,
    baseline: { right: 3, total: 4 },
    signature: 's',
    classNames: { a: 'A' },
    result: { head: result.head, guessing: 0.25, l2: 10, validation: { right: 2 } },
  });
  expect(standInFrom(lab, 'frozen')).toBeUndefined();
  expect(standInFrom(lab, 'full')).toBeUndefined();
  const older = { measured: { ...lab.measured, frozen: measured(3, 'before', plain) } };
  expect(standInFrom(older, 'finetune')?.baseline).toBeUndefined();
});
