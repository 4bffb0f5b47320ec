import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import type { Artist } from '../../examples/client';
import { asEngine, fakeEngine, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { listProjects } from '../../storage/projects';
import { useApp } from '../app-store';
import { finishExample, openExample } from './example-project';

const draw = vi.hoisted(() => vi.fn<Artist['draw']>());
vi.mock('../../examples/client', () => ({ createArtist: () => ({ draw, end: () => undefined }) }));

const initial = useApp.getState();
const state = () => useApp.getState();
const cells = { project: 'Cells', classes: ['Healthy', 'Changed'] };
const hands = { project: 'Hands', classes: ['Rock', 'Paper', 'Scissors'] };
const names = async () => (await listProjects()).map(({ project }) => project.name);

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  draw.mockReset().mockResolvedValue(new Blob());
  const { engine } = fakeEngine();
  provideServices({ engine: asEngine(engine), pictures });
  await state().openProject();
});

it('takes the place of the empty project that a visit begins with', async () => {
  await openExample('rock-paper-scissors', hands);
  expect(state().project?.name).toBe('Hands');
  expect(state().classes.map(({ name }) => name)).toEqual(hands.classes);
  expect(await names()).toEqual(['Hands']);
  expect(await database.classes.count()).toBe(3);
});

it('takes the place of an empty project that only tells of an import into another one', async () => {
  const ids = state().classes.map(({ id }) => id);
  const importing = state().importFiles(many('p', 300), ids[0]);
  await state().newProject();
  await importing;
  expect(state().imports).toHaveLength(1);
  await openExample('rock-paper-scissors', hands);
  expect((await names()).toSorted()).toEqual(['', 'Hands']);
});

it.each([
  ['named', () => state().renameProject('Mine')],
  ['given a class', () => state().addClass()],
  [
    'changed and changed back',
    () =>
      state()
        .addClass()
        .then(() => state().undo()),
  ],
  ['set otherwise', () => state().changeProjectSettings({ live: false })],
])('leaves a project alone that was %s', async (_, touch) => {
  await touch();
  const { id } = state().project ?? {};
  await openExample('rock-paper-scissors', hands);
  expect((await listProjects()).map(({ project }) => project.id)).toContain(id);
});

it('comes with the answers to its second question', async () => {
  const words = { name: 'Which stain?', labels: ['Violet', 'Pink'] };
  await openExample('cells', { ...cells, secondTask: words });
  const { project, samples, undoable } = state();
  const names = new Map(project?.secondTask?.labels.map(({ id, name }) => [id, name]));
  expect([...names.values()]).toEqual(words.labels);
  const rows = Object.values(samples);
  expect(rows).toHaveLength(96);
  const stains = new Map(rows.map((row) => [row.group, names.get(row.secondLabel ?? '')]));
  expect([...stains.values()].filter((name) => name === 'Pink').length).toBeGreaterThan(15);
  // All pictures of one slide have the same stain.
  for (const row of rows) expect(names.get(row.secondLabel ?? '')).toBe(stains.get(row.group));
  expect(undoable.map(({ act }) => act)).toEqual(['add-samples']);
});

it('leaves an example alone when another one is opened', async () => {
  await openExample('rock-paper-scissors', hands);
  await openExample('rock-paper-scissors', { ...hands, project: 'Again' });
  expect((await names()).toSorted()).toEqual(['Again', 'Hands']);
});

it('says which pictures could not be drawn, and takes in all others', async () => {
  draw.mockRejectedValueOnce(new Error('the worker is gone'));
  await openExample('cells', cells);
  expect(state().imports).toMatchObject([
    { phase: 'done', added: 95, failures: [{ reason: 'broken', detail: 'the worker is gone' }] },
  ]);
});

it('can be left while its pictures never come', async () => {
  draw.mockImplementation(
    (_, signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  );
  const opening = openExample('cells', cells);
  await vi.waitUntil(() => draw.mock.calls.length > 0);
  await state().newProject();
  await opening;
  expect(state().imports).toMatchObject([{ project: { name: 'Cells' }, phase: 'cancelled' }]);
});

/** Begins an example of which only so many pictures can be drawn. Resolves when they are in. */
async function cut(after: number): Promise<{ opening: PromiseLike<void> }> {
  let begun = 0;
  draw.mockImplementation(async (_, signal) => {
    begun++;
    if (begun > after) {
      await new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    }
    return new Blob();
  });
  const opening = openExample('cells', { ...cells, secondTask: stain });
  await vi.waitUntil(() => drawn().length === after, { interval: 0 });
  return { opening };
}

const stain = { name: 'Which stain?', labels: ['Violet', 'Pink'] };
const drawn = () => Object.values(state().samples);
/** The pictures of each thing, and the recordings that they are in. */
const recordings = () => {
  const groups = new Map<string, Set<string>>();
  for (const { name = '', group } of drawn()) {
    const thing = name.slice(0, name.lastIndexOf('-'));
    groups.set(thing, (groups.get(thing) ?? new Set()).add(group));
  }
  return [...groups.values()].map(({ size }) => size);
};

it.each(['another project is opened', 'the page is loaded again'])(
  'is finished on return where %s while it is drawn',
  async (how) => {
    const { opening } = await cut(31);
    const id = state().project?.id ?? '';
    if (how === 'another project is opened') {
      await state().newProject();
      await opening;
      draw.mockReset().mockResolvedValue(new Blob());
      await state().switchProject(id);
      expect(drawn()).toHaveLength(31);
    } else {
      await state().leaveProject();
      await opening;
      draw.mockReset().mockResolvedValue(new Blob());
      useApp.setState(initial, true);
      await state().openProject();
    }
    await state().deleteSamples(
      drawn()
        .slice(0, 2)
        .map((row) => row.id),
    );
    await finishExample();
    expect(drawn()).toHaveLength(94);
    expect(new Set(drawn().map(({ name }) => name)).size).toBe(94);
    expect(new Set(recordings())).toEqual(new Set([1]));
    expect(drawn().every(({ secondLabel }) => secondLabel !== undefined)).toBe(true);
    expect(state().imports).toMatchObject([{ phase: 'done', total: 65, added: 65 }]);

    // Then it is finished, whatever is deleted of it.
    await state().deleteSamples(
      drawn()
        .slice(0, 20)
        .map((row) => row.id),
    );
    await state().leaveProject();
    await state().openProject(id);
    await finishExample();
    expect(drawn()).toHaveLength(74);
  },
);

it('is not drawn again where the person ended or undid it', async () => {
  const { opening } = await cut(31);
  const id = state().project?.id ?? '';
  await state().undo();
  await opening;
  expect(drawn()).toEqual([]);
  draw.mockReset().mockResolvedValue(new Blob());
  await state().leaveProject();
  await state().openProject(id);
  await finishExample();
  expect(draw).not.toHaveBeenCalled();
});

it('is tried again on the next visit where some pictures could not be drawn', async () => {
  draw.mockRejectedValueOnce(new Error('the worker is gone'));
  await openExample('cells', cells);
  expect(drawn()).toHaveLength(95);
  const { id } = state().project ?? {};
  await state().leaveProject();
  await state().openProject(id);
  await Promise.all([finishExample(), finishExample()]);
  expect(drawn()).toHaveLength(96);
});

it('leaves a project alone into which pictures are being recorded or saved', async () => {
  const { id } = state().project ?? {};
  state().startRecording(state().classes[0]?.id ?? '');
  state().recordFrame({ close() {} } as ImageBitmap);
  await openExample('rock-paper-scissors', hands);
  expect((await listProjects()).map(({ project }) => project.id)).toContain(id);
  expect(await database.pictures.count()).toBe(1);
});
