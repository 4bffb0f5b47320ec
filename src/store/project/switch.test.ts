// Work that is under way when another project is opened belongs to the project that it began in.
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { EngineError } from '../../model/engine-error';
import {
  asEngine,
  BACKBONE,
  fakeEngine,
  files,
  inFolders,
  many,
  pictures,
} from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { addProject, listProjects, openProject } from '../../storage/projects';
import { loadRun } from '../../storage/runs';
import { useApp } from '../app-store';

const initial = useApp.getState();
const state = () => useApp.getState();
let fake: ReturnType<typeof fakeEngine>;

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  fake = fakeEngine();
  provideServices({ engine: asEngine(fake.engine), pictures });
  await state().openProject();
});

const opened = () => state().project?.id ?? '';
const first = () => state().classes[0]?.id ?? '';
const second = () => state().classes[1]?.id ?? '';

it('an import ends with its project: no row of it is of another one', async () => {
  const home = opened();
  const { id: other } = await addProject('other');
  const importing = state().importFiles(many('p', 300), first());
  await vi.waitUntil(() => Object.keys(state().samples).length > 0, { interval: 0 });
  await state().switchProject(other);
  await importing;
  expect(opened()).toBe(other);
  const rows = await database.samples.toArray();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(300);
  expect(new Set(rows.map(({ projectId }) => projectId))).toEqual(new Set([home]));
  expect(Object.keys(state().samples)).toEqual([]);
  expect(state().undoable).toEqual([]);
});

it('a row belongs to the project that its import began in, whatever is on show later', async () => {
  const home = opened();
  const importing = state().importFiles(many('p', 5), first());
  useApp.setState(({ project }) => ({ project: project && { ...project, id: 'other' } }));
  await importing;
  const rows = await database.samples.toArray();
  expect(rows.map(({ projectId }) => projectId)).toEqual(Array(5).fill(home));
});

/** Files of an archive. The first cannot be extracted, for a reason that nobody expected. */
const firstBreaks = (count: number) =>
  many('p', count).map(({ file }, i) => ({
    file: {
      name: file.name,
      path: file.name,
      read: async <T>(use: (read: File) => Promise<T>) => {
        if (i === 0) throw new RangeError('too long');
        return use(file);
      },
    },
  }));

it('a file with an unknown error is counted as broken, and all others go in', async () => {
  await state().importFiles(firstBreaks(100), first());
  expect(state().imports).toMatchObject([
    {
      phase: 'done',
      total: 100,
      done: 100,
      added: 99,
      failures: [{ name: 'p0.jpg', reason: 'broken', detail: 'too long' }],
    },
  ]);
  expect(await database.samples.count()).toBe(99);
});

it('an import with an unknown error ends with its project all the same', async () => {
  const home = opened();
  const { id: other } = await addProject('other');
  const importing = state().importFiles(firstBreaks(300), first());
  await vi.waitUntil(() => Object.keys(state().samples).length > 0, { interval: 0 });
  await state().switchProject(other);
  const count = await database.samples.count();
  await importing;
  const rows = await database.samples.toArray();
  expect(rows).toHaveLength(count);
  expect(new Set(rows.map(({ projectId }) => projectId))).toEqual(new Set([home]));
});

it('an import that another project stopped says so there, and in its own until it is left', async () => {
  const home = opened();
  await state().renameProject('Ants');
  const { id: other } = await addProject('other');
  const over = state().importFiles(files('bad.jpg'), second());
  await over;
  const importing = state().importFiles(many('p', 300), first());
  await vi.waitUntil(() => Object.keys(state().samples).length > 0, { interval: 0 });
  await state().switchProject(other);
  await importing;
  const added = await database.samples.count();
  const stopped = { project: { id: home, name: 'Ants' }, phase: 'cancelled', total: 300, added };
  expect(state().imports).toMatchObject([stopped]);
  // A report of the other project does not replace it.
  await state().importFiles(inFolders('cats/1.jpg'));
  expect(state().imports).toMatchObject([stopped, { project: { id: other }, phase: 'done' }]);
  await state().switchProject(home);
  expect(state().imports).toMatchObject([stopped]);
  await state().switchProject(other);
  expect(state().imports).toEqual([]);
});

it('an archive that is still being opened when its project is left says that nothing went in', async () => {
  const home = opened();
  const { id: other } = await addProject('other');
  let open = () => {};
  const opening = new Promise<void>((resolve) => {
    open = resolve;
  });
  useApp.setState({
    openArchives: async () => {
      await opening;
      return { files: many('p', 3), failures: [] };
    },
  });
  const importing = state().importFiles(files('pictures.zip'));
  await state().switchProject(other);
  open();
  await importing;
  expect(state().imports).toMatchObject([
    { project: { id: home }, phase: 'cancelled', total: 3, added: 0 },
  ]);
  expect(await database.samples.count()).toBe(0);
  expect(state().classes.map(({ name }) => name)).toEqual(['', '']);
});

it('takes nothing in while a project is being left', async () => {
  const { id: other } = await addProject('other');
  const into = first();
  const switching = state().switchProject(other);
  await state().importFiles(many('late', 3), into);
  await switching;
  expect(await database.samples.count()).toBe(0);
});

it('a run that ends late is not kept as that of the project that is open by then', async () => {
  await state().importFiles(many('a', 5), first());
  await state().importFiles(many('b', 5), second());
  let end = () => {};
  const train = fake.engine.train.getMockImplementation();
  fake.engine.train.mockImplementationOnce(async (...args) => {
    await new Promise<void>((resolve) => {
      end = resolve;
    });
    if (!train) throw new Error('no training');
    return train(...args);
  });
  const learning = state().learn();
  await vi.waitUntil(() => fake.engine.train.mock.calls.length > 0);
  const home = opened();
  const { id: other } = await addProject('other');
  const switching = state().switchProject(other);
  end();
  await Promise.all([learning, switching]);
  expect(opened()).toBe(other);
  expect(await loadRun(other)).toBeUndefined();
  expect(await loadRun(home)).toBeUndefined();
  expect(state().learned).toBeUndefined();
});

it('a training that is due does not begin once its project is being left', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await state().importFiles(many('a', 5), first());
  await state().importFiles(many('b', 5), second());
  const { id: other } = await addProject('other');
  // This tab leads on the next project a moment before that is shown.
  const unsubscribe = useApp.subscribe(({ role }, before) => {
    if (role === 'leads' && before.role === 'leaves') vi.advanceTimersByTime(1000);
  });
  await state().switchProject(other);
  unsubscribe();
  vi.useRealTimers();
  expect(opened()).toBe(other);
  expect(fake.engine.train).not.toHaveBeenCalled();
});

it('opens another project although the engine never gets ready', async () => {
  fake.engine.forget.mockReturnValue(new Promise(() => {}));
  fake.engine.ready.mockReturnValue(new Promise(() => {}));
  const { id: other } = await addProject('other');
  await state().switchProject(other);
  expect(opened()).toBe(other);
  expect(state().role).toBe('leads');
});

it('a sync that is cut off while a backbone loads ends, and does not wait for itself', async () => {
  let fail: (error: Error) => void = () => {};
  let load = () => {};
  fake.engine.ready.mockReturnValueOnce(
    new Promise((_, reject) => {
      fail = reject;
    }),
  );
  fake.engine.setBackbone.mockReturnValueOnce(
    new Promise((resolve) => {
      load = () => resolve({ ...BACKBONE, key: 'efficientnet-lite0@1/224' });
    }),
  );
  const cut = state().syncEngine();
  const choosing = state().useSpec({ backbone: 'efficientnet-lite0', inputSize: 224 });
  fail(new EngineError('aborted', 'another backbone was chosen'));
  await cut;
  load();
  expect(await choosing).toBeUndefined();
});

it('a backbone that is being loaded stays chosen while other settings are changed', async () => {
  let load = () => {};
  fake.engine.setBackbone.mockReturnValueOnce(
    new Promise((resolve) => {
      load = () => resolve({ ...BACKBONE, key: 'efficientnet-lite0@1/224' });
    }),
  );
  const chosen = { backbone: 'efficientnet-lite0', inputSize: 224 } as const;
  const choosing = state().chooseBackbone(chosen);
  await state().changeProjectSettings({ train: { ...state().settings, head: 'mlp' } });
  expect(state().spec).toEqual(chosen);
  expect(fake.engine.setBackbone).toHaveBeenCalledTimes(1);
  load();
  await choosing;
  expect(state().settings.head).toBe('mlp');
  expect((await openProject()).project.settings?.features).toEqual(chosen);

  await state().undo();
  expect(state().spec.backbone).toBe('mobilenet-v2');
  expect(fake.engine.setBackbone).toHaveBeenCalledTimes(2);
});

it('a new class that is undone under its pictures comes back with them', async () => {
  const id = await state().addClass('cats');
  await state().importFiles(many('p', 4), id);
  await state().undo();
  await state().undo();
  expect(state().classes.map((row) => row.name)).not.toContain('cats');
  await state().redo();
  await state().redo();
  const content = await openProject();
  expect(content.classes.map(({ name }) => name)).toContain('cats');
  expect(content.samples.filter(({ classId }) => classId === id)).toHaveLength(4);

  // After another undo and a reload, it can still be brought back with its class.
  await state().undo();
  await state().undo();
  useApp.setState(initial, true);
  await state().openProject();
  while (state().undoable.length > 0) await state().undo();
  expect((await openProject()).samples.filter(({ classId }) => classId === id)).toHaveLength(4);
  expect((await listProjects())[0]?.pictures).toBe(4);
});
