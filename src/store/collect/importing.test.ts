import 'fake-indexeddb/auto';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, expect, it, vi } from 'vitest';
import { asEngine, fakeEngine, pictures } from '../../runtime/fake-services';
import { filesFromList } from '../../runtime/found-files';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { useApp } from '../app-store';
import { samplesOf } from '../project/samples-by-class';

const initial = useApp.getState();
const state = () => useApp.getState();

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  vi.stubGlobal('createImageBitmap', async () => ({ close() {} }));
  provideServices({ engine: asEngine(fakeEngine().engine), pictures });
  await state().openProject();
});

/** Files as a chosen folder gives them. Text stands for what is not a picture. */
const chosen = (...paths: string[]) =>
  filesFromList(
    paths.map((path) => {
      const file = new File(['some text'], path.split('/').at(-1) ?? '');
      return Object.assign(file, { webkitRelativePath: path });
    }),
  ).files;

/** Only what begins like a picture is unpacked. */
const PICTURE = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0);
const contentOf = (path: string) =>
  /^[^.].*\.jpg$/.test(path.split('/').at(-1) ?? '') ? PICTURE : strToU8('some text');

const zip = (name: string, ...paths: string[]) =>
  new File([zipSync(Object.fromEntries(paths.map((path) => [path, contentOf(path)])))], name);

const dropped = (...files: File[]) => filesFromList(files).files;

/** The number of pictures in each class, those for testing after a plus. */
const classes = () =>
  state().classes.map(({ id, name }) => {
    const rows = samplesOf(state().samples, id);
    const tests = rows.filter(({ test }) => test).length;
    return `${name}: ${rows.length - tests}${tests > 0 ? `+${tests}` : ''}`;
  });

const failures = () => state().imports.flatMap((each) => each.failures.map(({ name }) => name));

it('makes no class of what is no picture, and lists it once', async () => {
  const paths = [
    'flowers/LICENSE',
    'flowers/README.txt',
    'flowers/notes/about.docx',
    'flowers/__MACOSX/daisy/._1.jpg',
    'flowers/daisy/.DS_Store',
    'flowers/daisy/._1.jpg',
    'flowers/daisy/THUMBS.DB',
    'flowers/daisy/1.jpg',
    'flowers/rose/1.jpg',
  ];
  await state().importFiles(chosen(...paths));
  expect(classes()).toEqual(['daisy: 1', 'rose: 1']);
  expect(failures().sort()).toEqual(['LICENSE', 'README.txt', 'about.docx']);
  await state().importFiles(dropped(zip('flowers.zip', ...paths)));
  expect(classes()).toEqual(['daisy: 2', 'rose: 2']);
  expect(failures().sort()).toEqual(['LICENSE', 'README.txt', 'about.docx']);
});

const XRAY = ['train', 'val', 'TEST'].flatMap((use) =>
  ['NORMAL', 'SICK'].map((name) => `xray/${use}/${name}/${use}.jpg`),
);

it.each([
  ['a folder', () => chosen(...XRAY, 'xray/labels.csv')],
  ['a zip', () => dropped(zip('archive.zip', ...XRAY, 'xray/labels.csv'))],
])('sets aside what is for testing, from %s', async (_, files) => {
  await state().importFiles(files());
  expect(classes()).toEqual(['NORMAL: 1+2', 'SICK: 1+2']);
  expect(state().imports[0]).toMatchObject({ sorted: { classes: 2, tests: 4 } });
});

it('learns from a folder called test where there is nothing else to learn from', async () => {
  await state().importFiles(chosen('test/A/1.jpg', 'test/B/1.jpg'));
  expect(classes()).toEqual(['A: 1', 'B: 1']);
  expect(state().imports[0]).toMatchObject({ sorted: { tests: 0 } });
  await state().importFiles(chosen('test/A/2.jpg', 'test/B/2.jpg'));
  expect(classes()).toEqual(['A: 1+1', 'B: 1+1']);
});

it('names a class after each zip that has no folders, but not on a class', async () => {
  const cats = zip('cats.zip', '0.jpg', '1.jpg');
  await state().importFiles(dropped(zip('dogs.zip', '0.jpg'), cats));
  expect(classes()).toEqual(['cats: 2', 'dogs: 1']);
  await state().importFiles(dropped(cats), state().classes[1]?.id);
  expect(classes()).toEqual(['cats: 2', 'dogs: 3']);
  await state().importFiles(dropped(zip('mice.zip', '0.jpg')));
  expect(classes()).toEqual(['cats: 2', 'dogs: 3', 'mice: 1']);
});

it('takes labels from a table, which is no failure then', async () => {
  const table = new File(['file,label\n1.jpg,cat\n2.jpg,dog'], 'labels.csv');
  const files = [...chosen('x/1.jpg', 'x/2.jpg'), { file: table, path: 'x/labels.csv' }];
  await state().importFiles(files);
  expect(classes()).toEqual(['cat: 1', 'dog: 1']);
  expect(state().imports).toMatchObject([{ total: 2, done: 2, failures: [] }]);
});

it('leaves out pictures for testing that nothing labels', async () => {
  await state().importFiles(chosen('x/train/A/1.jpg', 'x/train/B/2.jpg', 'x/test/3.jpg'));
  expect(classes()).toEqual(['A: 1', 'B: 1']);
  expect(state().imports[0]?.failures).toEqual([{ name: '3.jpg', reason: 'unlabelled' }]);
});

it('makes all classes as one act, and keeps loose pictures apart', async () => {
  const folders = Array.from({ length: 30 }, (_, i) => `x/c${i}/1.jpg`);
  const acts = state().undoable.length;
  await state().importFiles(chosen(...folders));
  expect(state().classes).toHaveLength(30);
  // One act makes the classes, and one is the pictures.
  expect(state().undoable).toHaveLength(acts + 2);
  await state().importFiles([...chosen('new/1.jpg'), ...dropped(new File(['x'], 'loose.jpg'))]);
  expect(classes().slice(30)).toEqual(['new: 1', ': 1']);
});
