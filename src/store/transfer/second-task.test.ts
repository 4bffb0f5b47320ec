import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { asEngine, fakeEngine, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { useApp } from '../app-store';
import {
  answerCounts,
  askedPictures,
  newSecondTask,
  withLabel,
  withLabelNamed,
  withoutLabel,
} from './second-task';

const initial = useApp.getState();
const state = () => useApp.getState();
/** Names of pictures with their answers, in the order in which they are asked about. */
const asked = () =>
  askedPictures(state()).map(({ sample, label }) => `${sample.name} ${label?.name ?? '–'}`);
const task = () => {
  const { secondTask } = state().project ?? {};
  if (!secondTask) throw new Error('nothing is asked');
  return secondTask;
};
const labelId = (number: number) => task().labels[number]?.id;

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  const { engine } = fakeEngine();
  provideServices({ engine: asEngine(engine), pictures });
  await state().openProject();
  const [a, b] = state().classes.map(({ id }) => id);
  // The second class's pictures come first, but they are still asked about class by class.
  await state().importFiles(many('b', 2), b);
  await state().importFiles(many('a', 2), a);
  await state().changeSecondTask(newSecondTask('Indoors?', ['Yes', 'No']));
});

it('asks about those without an answer first, class by class', async () => {
  expect(asked()).toEqual(['a0.jpg –', 'a1.jpg –', 'b0.jpg –', 'b1.jpg –']);
  const ids = askedPictures(state()).map(({ sample }) => sample.id);
  await state().labelSamples([ids[0] ?? '', ids[2] ?? ''], labelId(1));
  expect(asked()).toEqual(['a1.jpg –', 'b1.jpg –', 'a0.jpg No', 'b0.jpg No']);
  expect([...answerCounts(askedPictures(state()))]).toEqual([
    [undefined, 2],
    [labelId(1), 2],
  ]);
  expect(state().undoable.at(-1)).toMatchObject({ act: 'label-samples', count: 2 });
});

it('counts pictures that have the answer already as nothing to do', async () => {
  const ids = askedPictures(state()).map(({ sample }) => sample.id);
  await state().labelSamples(ids.slice(0, 1), labelId(0));
  await state().labelSamples(ids.slice(0, 3), labelId(0));
  expect(state().undoable.at(-1)).toMatchObject({ act: 'label-samples', count: 2 });
  const { length } = state().undoable;
  await state().labelSamples(ids.slice(0, 3), labelId(0));
  expect(state().undoable).toHaveLength(length);
});

it('a deleted answer or question leaves pictures without one, until it is undone', async () => {
  const ids = askedPictures(state()).map(({ sample }) => sample.id);
  await state().labelSamples(ids, labelId(0));
  const before = asked();
  await state().changeSecondTask(withLabelNamed(task(), labelId(0) ?? '', 'Inside'));
  expect(asked()[0]).toBe('a0.jpg Inside');
  await state().changeSecondTask(withoutLabel(task(), labelId(0) ?? ''));
  expect(asked()[0]).toBe('a0.jpg –');
  await state().changeSecondTask(withLabel(task(), 'Perhaps'));
  expect(task().labels.map(({ name }) => name)).toEqual(['No', 'Perhaps']);
  await state().changeSecondTask(undefined);
  expect(state().project).not.toHaveProperty('secondTask');
  expect(state().undoable.at(-1)?.act).toBe('delete-second-task');
  for (let i = 0; i < 4; i++) await state().undo();
  expect(asked()).toEqual(before);
});
