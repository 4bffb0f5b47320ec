import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { asEngine, fakeEngine, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { useApp } from '../app-store';
import { useClock } from './kept-deleted';

const initial = useApp.getState();
const state = () => useApp.getState();
const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 5, 1);

/** What a start of the page does, so many hours after the last one. */
async function start(afterHours = 0) {
  vi.advanceTimersByTime(afterHours * HOUR);
  useApp.setState(initial, true);
  await state().openProject();
  await state().purge();
  await state().listProjects();
}

const opened = () => state().project?.id ?? '';
const names = () => state().projects?.map(({ project }) => project.name);
const deletedNames = () => state().deletedProjects.map(({ project }) => project.name);
const into = () => state().classes[0]?.id;
const pictureCount = () => database.pictures.count();

async function newProject(name: string, count = 0) {
  vi.advanceTimersByTime(1);
  await state().newProject();
  await state().renameProject(name);
  await state().importFiles(many(name, count), into());
  await state().listProjects();
  return opened();
}

async function goTo(name: string) {
  vi.advanceTimersByTime(1);
  const found = state().projects?.find(({ project }) => project.name === name);
  await state().switchProject(found?.project.id ?? '');
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  await Promise.all(database.tables.map((table) => table.clear()));
  useClock.setState({}, true);
  provideServices({ engine: asEngine(fakeEngine().engine), pictures });
  await start();
  await state().renameProject('Home');
});

afterEach(() => {
  vi.useRealTimers();
});

it('brings back projects that were deleted one after another, after a reload', async () => {
  const a = await newProject('A', 3);
  await newProject('B');
  await state().deleteProject(a);
  expect(state().deletedProject?.name).toBe('A');
  vi.advanceTimersByTime(1000);
  await state().deleteProject(opened());
  expect(state().deletedProject?.name).toBe('B');
  expect(deletedNames()).toEqual(['B', 'A']);

  await start(20);
  expect(names()).toEqual(['Home']);
  expect(deletedNames()).toEqual(['B', 'A']);
  expect(state().deletedProjects[1]).toMatchObject({ classes: 2, pictures: 3 });
  expect(state().deletedProjects[1]?.keptUntil).toBe(NOW + 24 * HOUR + 2);
  await state().bringBackProject(a);
  expect(deletedNames()).toEqual(['B']);
  await state().switchProject(a);
  expect(Object.keys(state().samples)).toHaveLength(3);
  expect(await pictureCount()).toBe(3);
});

it('closes the note about a project that is brought back or removed from the list', async () => {
  for (const act of [state().bringBackProject, state().removeDeletedProject]) {
    const id = await newProject('A', 1);
    await state().deleteProject(id);
    await act(id);
    expect(state().deletedProject).toBeUndefined();
    expect(deletedNames()).toEqual([]);
  }
  expect(names()?.toSorted()).toEqual(['A', 'Home']);
  expect(await pictureCount()).toBe(1);
});

it('removes no project for good that another tab has brought back', async () => {
  const id = await newProject('A', 1);
  await state().deleteProject(id);
  await database.projects.update(id, { deletedAt: 0 });
  await state().removeDeletedProject(id);
  expect(names()).toContain('A');
  expect(await pictureCount()).toBe(1);
});

it('frees what was deleted a day ago, in projects that are not opened, and as projects', async () => {
  const a = await newProject('A', 3);
  await state().deleteSamples(Object.keys(state().samples).slice(0, 2));
  const b = await newProject('B', 4);
  await goTo('A');
  await state().deleteProject(b);
  await goTo('Home');
  expect(state().freeable).toEqual({ pictures: 6, others: 1 });
  await start(13);
  expect(await pictureCount()).toBe(7);
  await start(12);
  expect(opened()).not.toBe(a);
  expect(await pictureCount()).toBe(1);
  expect(deletedNames()).toEqual([]);
  expect(state().freeable).toEqual({ pictures: 0, others: 0 });
});

it('frees nothing at once where the clock is put right by a year', async () => {
  const id = await newProject('A', 3);
  await state().deleteSamples(Object.keys(state().samples).slice(0, 2));
  const b = await newProject('B', 4);
  await state().deleteProject(b);
  await start(365 * 24);
  await start(1);
  expect(await pictureCount()).toBe(7);
  expect(deletedNames()).toEqual(['B']);
  expect(state().deletedProjects[0]?.keptUntil).toBe(Date.now() + 23 * HOUR);
  await state().switchProject(id);
  await state().undo();
  expect(Object.keys(state().samples)).toHaveLength(3);
  await start(23);
  expect(await pictureCount()).toBe(3);
});

it('frees all that was deleted at once, wherever, when that is asked for', async () => {
  await newProject('A', 3);
  await state().deleteSamples(Object.keys(state().samples).slice(0, 2));
  const b = await newProject('B', 4);
  await newProject('C', 2);
  await state().deleteClass(into() ?? '');
  await state().deleteProject(b);
  expect(state().freeable).toEqual({ pictures: 8, others: 2 });
  await state().freeDeleted();
  expect(state().freeable).toEqual({ pictures: 0, others: 0 });
  expect(await pictureCount()).toBe(1);
  expect(state().deletedProject).toBeUndefined();
  expect(state().undoable).toEqual([]);
});
