import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, expect, it, vi } from 'vitest';
import { asEngine, fakeEngine, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { openProject } from '../../storage/projects';
import { useApp } from '../app-store';
import { pictureCount } from './classes';
import { useClock } from './kept-deleted';

const initial = useApp.getState();
const state = () => useApp.getState();

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  useClock.setState({}, true);
  const { engine } = fakeEngine();
  provideServices({ engine: asEngine(engine), pictures });
});

/** Everything that a person sees of a project, and everything that can be undone and redone. */
const shown = () => {
  const { classes, samples, project, settings, spec, live } = state();
  const alive = new Set(classes.map(({ id }) => id));
  return {
    name: project?.name,
    secondTask: project?.secondTask,
    settings: { settings, spec, live },
    classes,
    samples: Object.values(samples)
      .filter(({ classId }) => alive.has(classId))
      .sort((a, b) => a.seq - b.seq),
  };
};

const kept = async () => {
  const { project, classes, samples } = await openProject();
  return { name: project.name, secondTask: project.secondTask, classes, samples };
};

const some = fc.nat({ max: 1000 });
const picked = <T>(list: readonly T[], number: number): T | undefined =>
  list[number % Math.max(1, list.length)];
const classOf = (number: number) => picked(state().classes, number)?.id ?? '';
/** A few of the samples on show. */
const samplesFrom = (number: number) =>
  shown()
    .samples.filter((_, i) => (i + number) % 3 === 0)
    .map(({ id }) => id);

const question = (n: number) => ({
  name: `question ${n}`,
  labels: [{ id: `l${n % 3}`, name: 'Yes' }],
});

const acts = fc.oneof(
  some.map((n) => () => state().addClass(`added ${n}`)),
  some.map((n) => () => state().renameClass(classOf(n), `renamed ${n}`)),
  some.map((n) => () => state().recolourClass(classOf(n), n % 10)),
  some.map((n) => () => state().placeClass(classOf(n), n % Math.max(1, state().classes.length))),
  some.map((n) => () => state().switchClass(classOf(n), n % 2 === 0)),
  some.map((n) => () => state().deleteClass(classOf(n))),
  some.map((n) => async () => {
    if (state().classes.length > 0) await state().importFiles(many('p', (n % 4) + 1), classOf(n));
  }),
  some.map((n) => () => state().moveSamples(samplesFrom(n), classOf(n + 1))),
  some.map((n) => () => state().setAside(samplesFrom(n), n % 2 === 0)),
  some.map((n) => () => state().deleteSamples(samplesFrom(n))),
  some.map((n) => () => state().changeSecondTask(n % 4 === 0 ? undefined : question(n))),
  some.map(
    (n) => () => state().labelSamples(samplesFrom(n), n % 4 === 0 ? undefined : `l${n % 3}`),
  ),
  some.map((n) => () => state().renameProject(`project ${n}`)),
  some.map((n) => () => state().changeProjectSettings({ live: n % 2 === 0 })),
  some.map((n) => async () => state().changeSettings({ seed: n })),
  fc.constant(() => state().undo()),
  fc.constant(() => state().redo()),
);

it('any acts, undone and redone, give the same state, on the page and on the disk', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { maxLength: 25 }), async (sequence) => {
      await Promise.all(database.tables.map((table) => table.clear()));
      useApp.setState(initial, true);
      await state().openProject();
      useApp.setState({ undoable: [], redoable: [] });
      const before = shown();
      for (const act of sequence) await act();
      await settled();
      const after = shown();
      expect(await kept()).toEqual(onDisk(after));

      const count = state().undoable.length;
      for (let i = 0; i < count; i++) await state().undo();
      expect(shown()).toEqual(before);
      expect(await kept()).toEqual(onDisk(before));
      for (let i = 0; i < count; i++) await state().redo();
      expect(shown()).toEqual(after);
      expect(await kept()).toEqual(onDisk(after));
    }),
    { numRuns: 40 },
  );
});

it('an act that the disk refuses leaves what is shown, and what can be undone, as it was', async () => {
  await state().openProject();
  await fc.assert(
    fc.asyncProperty(acts, acts, async (one, refused) => {
      await state().importFiles(many('p', 2), state().classes[0]?.id);
      await one();
      await settled();
      const before = { ...shown(), ...history() };
      const disk = vi
        .spyOn(database, 'transaction')
        .mockImplementation(() => Promise.reject(new Error('the disk refuses')) as never);
      await refused();
      await settled();
      disk.mockRestore();
      expect({ ...shown(), ...history() }).toEqual(before);
    }),
    { numRuns: 40 },
  );
});

it('acts that overlap leave on show what is on the disk, whichever of them it refuses', async () => {
  const step = fc.record({ act: acts, refused: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (steps) => {
      await Promise.all(database.tables.map((table) => table.clear()));
      useApp.setState(initial, true);
      await state().openProject();
      await state().importFiles(many('p', 6), state().classes[0]?.id);
      await settled();
      const refusals = steps.map(({ refused }) => refused);
      const { transaction } = database;
      const disk = vi
        .spyOn(database, 'transaction')
        .mockImplementation(((...given: never) =>
          refusals.shift()
            ? Promise.reject(new Error('the disk refuses'))
            : transaction.apply(database, given)) as never);
      await Promise.all(steps.map(({ act }) => act()));
      await settled();
      disk.mockRestore();
      expect(await kept()).toEqual(onDisk(shown()));
    }),
    { numRuns: 60 },
  );
});

it('brings back what was deleted before a reload, act by act, and frees it after a day', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await state().openProject();
  const [a, b] = state().classes.map(({ id }) => id) as [string, string];
  await state().importFiles(many('a', 3), a);
  await state().importFiles(many('b', 2), b);
  const whole = shown();
  const [first] = whole.samples.map(({ id }) => id) as [string];
  vi.advanceTimersByTime(5);
  await state().deleteSamples([first]);
  vi.advanceTimersByTime(5);
  await state().deleteClass(b);

  const reload = async () => {
    useApp.setState(initial, true);
    await state().openProject();
    await settled();
  };
  await reload();
  expect(pictureCount(state())).toBe(2);
  expect(state().undoable.map(({ act }) => act)).toEqual(['delete-samples', 'delete-class']);
  expect(state().closedUndo).toBe(state().undoable.at(-1));
  await state().undo();
  expect(pictureCount(state())).toBe(4);
  await state().undo();
  expect(shown()).toEqual(whole);

  await state().deleteSamples([first]);
  vi.advanceTimersByTime(13 * 60 * 60 * 1000);
  await reload();
  expect(state().undoable).toHaveLength(1);
  vi.advanceTimersByTime(12 * 60 * 60 * 1000);
  await reload();
  expect(state().undoable).toEqual([]);
  expect(await database.pictures.count()).toBe(4);
  expect(await database.features.count()).toBe(4);
  vi.useRealTimers();
});

it('brings a second question and its answers back after a reload, whatever came after it', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await state().openProject();
  await state().importFiles(many('a', 2), classOf(0));
  const [id] = shown().samples.map((row) => row.id) as [string];
  const task = (name: string, ...labels: string[]) => ({
    name,
    labels: labels.map((label) => ({ id: `${name} ${label}`, name: label })),
  });
  const whole = task('Indoors?', 'Yes', 'No', 'Perhaps');
  const fewer = task('Indoors?', 'Yes', 'No');
  const other = task('Which hand?', 'Left', 'Right');
  const now = task('By day?', 'Yes', 'No');
  await state().changeSecondTask(whole);
  await state().labelSamples([id], 'Indoors? Perhaps');
  for (const next of [fewer, undefined, other, undefined, now]) {
    vi.advanceTimersByTime(5);
    await state().changeSecondTask(next);
  }
  const asked = () => state().project?.secondTask;
  const onTheDisk = async () => (await openProject()).project.secondTask;
  const reload = async () => {
    useApp.setState(initial, true);
    await state().openProject();
    await settled();
  };
  await reload();
  vi.advanceTimersByTime(5);
  expect(asked()).toEqual(now);
  for (const back of [other, fewer, whole]) {
    await state().undo();
    expect(asked()).toEqual(back);
    expect(await onTheDisk()).toEqual(back);
  }
  expect(state().undoable).toEqual([]);
  expect(state().samples[id]?.secondLabel).toBe('Indoors? Perhaps');
  for (const again of [fewer, other, now]) {
    await state().redo();
    expect(asked()).toEqual(again);
  }
  for (let i = 0; i < 3; i++) await state().undo();

  // What stood in its place is kept in its turn.
  await reload();
  await state().undo();
  expect(asked()).toEqual(other);
  vi.useRealTimers();
});

it('frees a second question after a day, and at once where that is asked for', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  await state().openProject();
  const kept = async () => (await openProject()).project.deletedSecondTasks ?? [];
  const remove = async () => {
    await state().changeSecondTask(question(1));
    await state().changeSecondTask(undefined);
  };
  await remove();
  expect(await kept()).toMatchObject([{ name: 'question 1' }]);
  for (let hours = 0; hours <= 24; hours += 12) {
    useApp.setState(initial, true);
    await state().openProject();
    await state().purge();
    vi.advanceTimersByTime(12 * 60 * 60 * 1000);
  }
  expect(await kept()).toEqual([]);
  expect(state().undoable).toEqual([]);

  await remove();
  await state().freeDeleted();
  expect(await kept()).toEqual([]);
  await remove();
  expect(await kept()).toHaveLength(1);
  vi.useRealTimers();
});

const history = () => ({ undoable: state().undoable, redoable: state().redoable });

const onDisk = ({ name, secondTask, classes, samples }: ReturnType<typeof shown>) => ({
  name,
  secondTask,
  classes,
  samples,
});

/** Waits until the writes that nobody waits for are over. */
const settled = () => vi.waitUntil(() => state().saving === 0);
