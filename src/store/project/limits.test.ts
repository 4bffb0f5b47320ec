import 'fake-indexeddb/auto';
import { beforeEach, expect, it, vi } from 'vitest';
import { MOST_CLASSES, MOST_FILE_NAME, MOST_NAME, MOST_PICTURES } from '../../model/limits';
import type { ClassRow, SampleRow } from '../../model/project';
import { asEngine, fakeEngine, inFolders, many, pictures } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { openProject } from '../../storage/projects';
import { useApp } from '../app-store';
import { newSecondTask } from '../transfer/second-task';

const initial = useApp.getState();
const state = () => useApp.getState();

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  provideServices({ engine: asEngine(fakeEngine().engine), pictures });
  await state().openProject();
});

const first = () => state().classes[0] as ClassRow;

/** Shows the project as if it had so much in it. */
function fill(classes: number, samples: number) {
  const row = first();
  useApp.setState({
    classes: Array.from({ length: classes }, (_, i) => (i === 0 ? row : { ...row, id: `c${i}` })),
    samples: Object.fromEntries(
      Array.from({ length: samples }, (_, seq) => {
        const sample: SampleRow = {
          id: `s${seq}`,
          projectId: row.projectId,
          classId: row.id,
          group: 'g',
          seq,
          createdAt: 1,
          source: 'file',
          deletedAt: 0,
        };
        return [sample.id, sample];
      }),
    ),
  });
}

it('adds no class beyond the limit, and says so', async () => {
  fill(MOST_CLASSES - 1, 0);
  expect(await state().addClass('the last')).toBeDefined();
  expect(state().limit).toBeUndefined();
  expect(await state().addClass('one more')).toBeUndefined();
  expect(state().limit).toBe('classes');
  expect(state().classes).toHaveLength(MOST_CLASSES);
  state().closeLimit();
  expect(state().limit).toBeUndefined();
  // Whatever is there already can still be changed and deleted.
  await state().renameClass(first().id, 'renamed');
  await state().deleteClass(first().id);
  expect(state().classes).toHaveLength(MOST_CLASSES - 1);
});

it('says of each file whose folder can get no class that there is no room for it', async () => {
  fill(MOST_CLASSES - 1, 0);
  useApp.setState(({ classes }) => ({ classes: classes.map((row) => ({ ...row, name: row.id })) }));
  await state().importFiles(inFolders('cats/1.jpg', 'dogs/1.jpg', 'cats/2.jpg', 'bees/1.jpg'));
  expect(state().imports).toMatchObject([
    { phase: 'done', total: 4, added: 2, failures: [{ reason: 'no-room' }, { reason: 'no-room' }] },
  ]);
});

it('takes in as many pictures as there is room for', async () => {
  fill(2, MOST_PICTURES - 3);
  await state().importFiles(many('p', 5), first().id);
  expect(state().imports).toMatchObject([
    { phase: 'done', added: 3, failures: [{ reason: 'no-room' }, { reason: 'no-room' }] },
  ]);
  expect(await database.samples.count()).toBe(3);
});

it('ends a recording for which there is no more room, and says so', async () => {
  fill(2, MOST_PICTURES - 1);
  state().startRecording(first().id);
  const close = vi.fn();
  for (let i = 0; i < 3; i++) state().recordFrame({ close } as unknown as ImageBitmap);
  expect(state().recording).toBeUndefined();
  expect(state().broken).toEqual({ classId: first().id, why: 'full' });
  await vi.waitUntil(() => state().saving === 0);
  expect(await database.samples.count()).toBe(1);
});

it('asks no question with more answers than a file can carry', async () => {
  const many = Array.from({ length: 1001 }, (_, i) => `${i}`);
  await state().changeSecondTask(newSecondTask('?', many));
  expect(state().limit).toBe('answers');
  expect(state().project?.secondTask).toBeUndefined();
  await state().changeSecondTask(newSecondTask('?', many.slice(1)));
  expect(state().project?.secondTask?.labels).toHaveLength(1000);
});

it('takes names as a file will give them back', async () => {
  const long = `a\u202e${'貓'.repeat(200)}`;
  const cut = `a${'貓'.repeat(MOST_NAME - 1)}`;
  await state().renameProject(long);
  const id = await state().addClass(long);
  await state().renameClass(first().id, long);
  await state().changeSecondTask(newSecondTask(long, [long]));
  await state().importFiles(many(long, 1), id);
  const { project, classes, samples } = await openProject();
  expect(project).toMatchObject({ name: cut, secondTask: { name: cut, labels: [{ name: cut }] } });
  expect(classes.map(({ name }) => name)).toEqual([cut, '', cut]);
  expect(samples[0]?.name).toBe(`a${'貓'.repeat(MOST_FILE_NAME - 1)}`);
});
