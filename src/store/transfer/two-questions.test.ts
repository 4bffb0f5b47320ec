import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import type { EngineCallOptions } from '../../engine/boundary/client';
import { EngineError } from '../../model/engine-error';
import type { TwoQuestionsRequest, TwoQuestionsResult } from '../../model/two-questions';
import { asEngine, fakeEngine, KEY, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { useApp } from '../app-store';
import { newSecondTask } from './second-task';
import { fingerprintOfBoth, lackingOfBoth, useTwoQuestions } from './two-questions';

const initial = useApp.getState();
const state = () => useApp.getState();
const both = () => useTwoQuestions.getState();
const ids = () => Object.values(state().samples).map(({ id }) => id);
const labelId = (number: number) => state().project?.secondTask?.labels[number]?.id;

const RESULT = { first: {}, second: {} } as TwoQuestionsResult;
const measureTwoQuestions = vi.fn(
  async (_: TwoQuestionsRequest, { onEvent }: EngineCallOptions<'measureTwoQuestions'>) => {
    onEvent?.({ done: 1, total: 3 });
    return RESULT;
  },
);

beforeEach(async () => {
  measureTwoQuestions.mockClear();
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  useTwoQuestions.setState(useTwoQuestions.getInitialState(), true);
  const { engine } = fakeEngine();
  const whole = { ...engine, measureTwoQuestions };
  provideServices({ engine: asEngine(whole), pictures });
  await state().openProject();
  useApp.setState({ engine: { phase: 'ready', restarts: 0, backbone: { key: KEY } } as never });
  const [a, b] = state().classes.map(({ id }) => id);
  await state().importFiles(many('a', 5), a);
  await state().importFiles(many('b', 5), b);
  await state().changeSecondTask(newSecondTask('Indoors?', ['Yes', 'No', 'Unused']));
});

it('says what is missing until each answer in use has a few pictures', async () => {
  const lacking = () => lackingOfBoth(state()).lacking;
  expect(lacking()).toBe('labels');
  await state().labelSamples(ids().slice(0, 4), labelId(0));
  expect(lacking()).toBe('labels');
  await state().labelSamples(ids().slice(4, 6), labelId(1));
  expect(lacking()).toBe('few');
  await state().labelSamples(ids().slice(6, 7), labelId(1));
  expect(lackingOfBoth(state())).toEqual({ lacking: undefined, heldOut: 1 });
  await state().switchClass(state().classes[1]?.id ?? '', false);
  expect(lacking()).toBe('classes');
});

it('tells what was measured on other answers', async () => {
  const fingerprint = () => fingerprintOfBoth(state());
  const before = fingerprint();
  await state().labelSamples(ids().slice(0, 1), labelId(0));
  const after = fingerprint();
  expect(after).not.toBe(before);
  await state().renameProject('Other words');
  expect(fingerprint()).toBe(after);
  await state().labelSamples(ids().slice(0, 1), labelId(1));
  expect(fingerprint()).not.toBe(after);
  await state().undo();
  expect(fingerprint()).toBe(after);
});

it('measures what is learned from, with the weight and the answers in use', async () => {
  const shown: unknown[] = [];
  useTwoQuestions.subscribe(({ running }) => shown.push(running?.step));
  await state().labelSamples(ids().slice(0, 3), labelId(0));
  await state().labelSamples(ids().slice(5, 9), labelId(1));
  await state().setAside(ids().slice(8, 9), true);
  both().setWeight(0.3);
  await both().measure();
  const [request] = measureTwoQuestions.mock.calls[0] ?? [];
  expect(request?.secondClasses).toEqual([labelId(0), labelId(1)]);
  expect(request?.samples.map(({ id }) => id)).toEqual(ids().filter((_, i) => i !== 8));
  expect([...(request?.secondLabels ?? [])]).toEqual([0, 0, 0, -1, -1, 1, 1, 1, -1]);
  expect(request?.weight).toBe(0.3);
  expect(shown).toContain('learning');
  expect(both()).toMatchObject({
    measured: { ...RESULT, weight: 0.3, fingerprint: fingerprintOfBoth(state()) },
    running: undefined,
    error: undefined,
  });
  // The measurement belongs to that project alone.
  await state().newProject();
  expect(both().measured).toBeUndefined();
});

it('tells what went wrong, but not that it was stopped', async () => {
  measureTwoQuestions.mockRejectedValueOnce(new EngineError('too-few-samples', 'one answer'));
  await both().measure();
  expect(both().error).toBe('too-few-samples');
  measureTwoQuestions.mockRejectedValueOnce(new EngineError('aborted', 'stopped'));
  await both().measure();
  expect(both()).toMatchObject({ error: undefined, measured: undefined, running: undefined });
});
