// Which project a tab works on, whatever another tab or the disk does meanwhile.
import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { asEngine, fakeEngine, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { addProject } from '../../storage/projects';
import { StorageError } from '../../storage/storage-error';
import { useApp } from '../app-store';

/** How the tab is told its role. */
const told = vi.hoisted(() => ({ role: (_: 'leads' | 'follows') => {}, first: 'leads' }));
vi.mock('../../runtime/tabs', async (original) => ({
  ...(await original<typeof import('../../runtime/tabs')>()),
  claimProject: async (_: string, onRole: typeof told.role) => {
    told.role = onRole;
    onRole(told.first === 'leads' ? 'leads' : 'follows');
    return { takeOver() {}, release() {} };
  },
}));
/** Whatever has to happen before a project is read. */
const reading = vi.hoisted(() => ({ waits: Promise.resolve(), begun: 0, fails: false }));
vi.mock('../../storage/projects', async (original) => {
  const projects = await original<typeof import('../../storage/projects')>();
  return {
    ...projects,
    readProject: async (id: string) => {
      const content = await projects.readProject(id);
      reading.begun++;
      await reading.waits;
      return content;
    },
    openProject: async (id?: string) => {
      if (reading.fails) throw new StorageError('failed', new Error('the disk'));
      return projects.openProject(id);
    },
  };
});

const initial = useApp.getState();
const state = () => useApp.getState();

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  told.first = 'leads';
  reading.waits = Promise.resolve();
  reading.begun = 0;
  reading.fails = false;
  provideServices({ engine: asEngine(fakeEngine().engine), pictures });
  await state().openProject();
});

it('does not show a project that was taken over once another one was opened meanwhile', async () => {
  const taken = state().project?.id;
  const { id: other } = await addProject('other');
  told.role('follows');
  let read = () => {};
  reading.waits = new Promise((resolve) => {
    read = resolve;
  });
  told.role('leads');
  await vi.waitUntil(() => reading.begun > 0);
  await state().switchProject(other);
  const shown: (string | undefined)[] = [];
  const unsubscribe = useApp.subscribe(({ project }) => shown.push(project?.id));
  read();
  // The reading goes on before this returns.
  await state().listProjects();
  unsubscribe();
  expect(shown).not.toContain(taken);
  expect(state().project?.id).toBe(other);
});

it('works on in the project that it was in where the disk refuses another one', async () => {
  const home = state().project?.id;
  const [into] = state().classes;
  await state().importFiles(many('p', 3), into?.id);
  const { id: other } = await addProject('other');
  reading.fails = true;
  await state().switchProject(other);
  reading.fails = false;
  expect(state().project?.id).toBe(home);
  expect(state().role).toBe('leads');
  expect(state().saveError).toBe('failed');
  await state().importFiles(many('q', 2), into?.id);
  expect(Object.keys(state().samples)).toHaveLength(5);
  expect((await database.samples.toArray()).every(({ projectId }) => projectId === home)).toBe(
    true,
  );
});
