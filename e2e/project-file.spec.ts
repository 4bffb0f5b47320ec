// Project files and other archives, out of the page and in again.
import { readFileSync, writeFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { Apprentice, type TestFile } from './apprentice';
import { projectsOnDisk } from './on-disk';
import { picture, pictures } from './scenes';
import { expect, expectAccessible, test } from './test';

const one = (scene: 'stripes' | 'dots' | 'checks', shift: number): TestFile => ({
  name: `${scene}-${shift}.png`,
  mimeType: 'image/png',
  buffer: picture(scene, shift),
});

const asFile = (name: string, bytes: Uint8Array): TestFile => ({
  name,
  mimeType: 'application/zip',
  buffer: Buffer.from(bytes),
});

const menuOf = async (app: Apprentice, name: string, item: string) => {
  await app.page.getByRole('button', { name: `More for ${name}` }).click();
  await app.page.getByRole('menuitem', { name: item }).click();
};

const without = <T extends { id: string }>({ id: _, ...rest }: T) => rest;

/** All projects without their ids. */
const onDisk = async (page: Page) => (await projectsOnDisk(page)).map(without);

async function named(page: Page, name: string) {
  const found = (await onDisk(page)).filter((project) => project.name === name);
  expect(found).toHaveLength(1);
  return found[0] as (typeof found)[number];
}

/** A taught project of two classes, saved as a file. */
async function taughtFile(app: Apprentice, path: string, name = 'Patterns'): Promise<string> {
  await app.renameProject(name);
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  await app.expectSaved();
  return app.saveAsFile(path);
}

/** A project file in our format, made here. It has many small pictures and no features. */
function largeFile(count: number): Uint8Array {
  const names = ['Even', 'Odd'];
  const samples = Array.from({ length: count }, (_, i) => ({
    file: `pictures/${names[i % 2]}/${i}.png`,
    class: i % 2,
    group: i,
    source: 'file',
    createdAt: 1.7e12 + i,
  }));
  const manifest = {
    format: 'apprentice-project',
    version: 1,
    project: { name: 'Large', settings: { live: false } },
    classes: names.map((name, i) => ({ name, colour: i, shape: i })),
    samples,
  };
  const some = Array.from({ length: 20 }, (_, i) => new Uint8Array(picture('checks', i, 32, 32)));
  const files: Zippable = { 'manifest.json': strToU8(JSON.stringify(manifest)) };
  for (const [i, { file }] of samples.entries()) files[file] = some[i % 20] ?? strToU8('');
  return zipSync(files, { level: 0 });
}

const progress = (page: Page, what: 'Reading' | 'Merging') =>
  page.getByText(new RegExp(`^${what} [1-9][\\d,]* of [\\d,]+$`)).first();

async function expectOnlyProjects(app: Apprentice, names: string[]): Promise<void> {
  const dialog = await app.openProjects();
  const list = dialog.getByRole('list', { name: 'Projects' }).getByRole('listitem');
  await expect(list).toHaveCount(names.length);
  for (const name of names) await expect(list.filter({ hasText: name })).toHaveCount(1);
  await app.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
}

test('a project comes back from its file as it was, in another browser, and answers at once', async ({
  page,
  browser,
  baseURL,
  watch,
}, info) => {
  const app = new Apprentice(page);
  await app.open();
  const name = '🐜 or 蜜蜂: which?';
  await app.renameProject(name);
  await app.rename('Class 1', '蚂蚁 🐜');
  await app.rename('Class 2', 'A/B: "bees"');
  await app.choose('蚂蚁 🐜', pictures('stripes', 7));
  await app.expectCount('蚂蚁 🐜', 7);
  await app.choose('A/B: "bees"', pictures('dots', 6));
  await app.expectCount('A/B: "bees"', 6);
  await app.collect.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('Left');
  await page.keyboard.press('Enter');
  await app.choose('Left', pictures('checks', 2));
  await app.expectCount('Left', 2);
  await menuOf(app, 'Left', 'Leave out');
  await page.getByRole('button', { name: 'More for Left' }).click();
  await page.getByRole('menuitemradio', { name: 'Brown' }).click();
  await menuOf(app, 'Left', 'Move up');
  await page.getByRole('button', { name: 'More for 蚂蚁 🐜' }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('menuitem', { name: 'Add test pictures' }).click(),
  ]);
  await chooser.setFiles([one('stripes', 40)]);
  await app.expectLearned(13);
  await app.expectSaved();
  const head = async () => (await named(page, name)).learned?.head;
  const unseeded = await head();
  await app.train.getByRole('button', { name: /^Advanced/ }).click();
  await app.train
    .getByRole('slider', { name: 'Seed' })
    .or(app.train.getByLabel('Seed'))
    .first()
    .fill('7');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await named(page, name)).settings)
    .toMatchObject({ train: { seed: 7 } });
  // The card says the same before and after. Only the head shows that it was learned with this
  // seed.
  await expect.poll(head).not.toBe(unseeded);
  await app.expectLearned(13);
  await app.train.getByRole('switch', { name: 'Learn as pictures arrive' }).click();
  await app.expectSaved();
  const before = await named(page, name);
  expect(before.classes.map(({ name }) => name)).toEqual(['蚂蚁 🐜', 'Left', 'A/B: "bees"']);

  const path = await app.saveAsFile(info.outputPath('project.apprentice.zip'));
  // Any zip program finds ordinary pictures in folders by class.
  const inside = unzipSync(readFileSync(path));
  const folders = Object.keys(inside).map((file) => file.split('/').slice(0, -1).join('/'));
  const count = (folder: string) => folders.filter((each) => each === folder).length;
  expect(count('pictures/蚂蚁 🐜')).toBe(8);
  expect(count('pictures/A-B- -bees-')).toBe(6);
  expect(count('pictures/Left')).toBe(2);
  for (const [file, bytes] of Object.entries(inside)) {
    if (!file.startsWith('pictures/')) continue;
    expect(file).toMatch(/^pictures\/[^/\\:*?"<>|]+\/[^/\\:*?"<>|]+\.jpg$/);
    expect(Array.from(bytes.slice(0, 3))).toEqual([0xff, 0xd8, 0xff]);
  }
  expect(strFromU8(inside['README.txt'] ?? new Uint8Array())).toContain('project of Apprentice');
  const manifest = JSON.parse(strFromU8(inside['manifest.json'] ?? new Uint8Array()));
  expect(manifest).toMatchObject({ format: 'apprentice-project', version: 1, project: { name } });
  expect(manifest.samples).toHaveLength(16);

  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'en-GB' });
  const fresh = new Apprentice(await context.newPage());
  watch.also(fresh.page);
  await fresh.open();
  await fresh.drop(fresh.collect, [asFile('from a friend.zip', readFileSync(path))]);
  const offer = fresh.page.getByRole('dialog', { name: `Open ${name}` });
  await expect(offer).toContainText('3 classes');
  await expectAccessible(fresh.page);
  await offer.getByRole('button', { name: 'Open as a project' }).click();
  await fresh.expectProject(name);
  await fresh.expectLearned(13);
  // The head is the one from the file. It was made then, not now.
  await fresh.tryPicture(one('dots', 60));
  await fresh.expectAnswer('A/B: "bees"');
  await expect(fresh.try.getByText('an older answer')).toHaveCount(0);
  await fresh.expectSaved();
  expect(await named(fresh.page, name)).toEqual(before);
  await fresh.page.reload();
  await fresh.expectLearned(13);
  expect(await named(fresh.page, name)).toEqual(before);
  await context.close();
});

test('a second pupil’s project is merged in by names, without what is there, as one act', async ({
  page,
}, info) => {
  const app = new Apprentice(page);
  await app.open();
  const first = await taughtFile(app, info.outputPath('first.zip'));
  await app.projectMenu('New project');
  await app.renameProject('Second');
  await app.rename('Class 1', 'DOTS');
  await app.rename('Class 2', 'Checks');
  await app.choose('DOTS', [...pictures('dots', 2), ...pictures('dots', 3, 30)]);
  await app.expectCount('DOTS', 5);
  await app.choose('Checks', pictures('checks', 5));
  await app.expectLearned(10);
  await app.expectSaved();
  const before = await named(page, 'Second');

  await app.openProjectFile(first, 'merge');
  await expect(
    page.getByText('10 pictures of Patterns went in. 2 were here already.').first(),
  ).toBeVisible();
  await app.expectCount('DOTS', 9);
  await app.expectCount('Stripes', 6);
  await app.expectCount('Checks', 5);
  await app.expectLearned(20);
  await expectAccessible(page);
  const after = await named(page, 'Second');
  expect(after.classes.map(({ name }) => name)).toEqual(['DOTS', 'Checks', 'Stripes']);
  const shapes = after.classes.map(({ shape }) => shape);
  expect(new Set(shapes).size).toBe(3);

  await app.bar.getByRole('button', { name: 'Undo: Merged in 10 pictures' }).click();
  await app.expectCount('DOTS', 5);
  await expect(app.class('Stripes')).toHaveCount(0);
  await expect.poll(async () => (await named(page, 'Second')).classes).toEqual(before.classes);
  await app.bar.getByRole('button', { name: 'Redo: Merged in 10 pictures' }).click();
  await app.expectCount('DOTS', 9);
  await app.expectCount('Stripes', 6);
  await expect.poll(async () => (await named(page, 'Second')).classes).toEqual(after.classes);

  // Merging a project into itself adds nothing.
  await app.expectLearned(20);
  await app.expectSaved();
  const own = await app.saveAsFile(info.outputPath('own.zip'));
  await app.openProjectFile(own, 'merge');
  await expect(
    page.getByText('0 pictures of Second went in. 20 were here already.').first(),
  ).toBeVisible();
  expect((await named(page, 'Second')).classes).toEqual(after.classes);
  await expectOnlyProjects(app, ['Patterns', 'Second']);
});

test('of a file that is broken in part, the good part or nothing is taken, as the person says', async ({
  page,
}, info) => {
  const app = new Apprentice(page);
  await app.open();
  const whole = unzipSync(
    readFileSync(await taughtFile(app, info.outputPath('whole.zip'), 'Before')),
  );
  const manifest = JSON.parse(strFromU8(whole['manifest.json'] ?? new Uint8Array()));
  manifest.project.name = 'Broken';
  const firstOf = (folder: string) =>
    Object.keys(whole).find((file) => file.includes(`/${folder}/`));
  const [first, second] = [firstOf('Stripes'), firstOf('Dots')];
  if (!first || !second) throw new Error('no pictures');
  const broken: Zippable = {
    ...whole,
    'manifest.json': strToU8(JSON.stringify(manifest)),
    [first]: strToU8('not a picture'),
  };
  delete broken[second];
  const path = info.outputPath('broken.apprentice.zip');
  writeFileSync(path, zipSync(broken, { level: 0 }));
  const before = await onDisk(page);

  const asked = page.getByRole('dialog', { name: '2 files of it cannot be taken' });
  const ask = async (how: 'open' | 'merge') => {
    await app.openProjectFile(path, how);
    await expect(asked).toContainText(first);
    await expect(asked).toContainText('It is no picture that can be read.');
    await expect(asked).toContainText('It is not in the file.');
  };
  await ask('open');
  await expectAccessible(page);
  await asked.getByRole('button', { name: 'Take nothing' }).click();
  await expect(asked).toBeHidden();
  await expectOnlyProjects(app, ['Before']);
  await ask('open');
  await page.keyboard.press('Escape');
  await expect(asked).toBeHidden();
  await ask('merge');
  await asked.getByRole('button', { name: 'Take nothing' }).click();
  await expect(asked).toBeHidden();
  expect(await onDisk(page)).toEqual(before);

  await ask('open');
  await asked.getByRole('button', { name: 'Take the rest' }).click();
  await app.expectProject('Broken');
  await expect(
    page.getByText(/^Opened Broken with 10 pictures\. 2 files could not be taken\./).first(),
  ).toBeVisible();
  await app.expectCount('Stripes', 5);
  await app.expectCount('Dots', 5);
  await app.expectLearned(10);
  await app.expectSaved();
  expect(await named(page, 'Before')).toEqual(before[0]);

  await app.projectMenu('New project');
  await app.expectProject('New project');
  await ask('merge');
  await asked.getByRole('button', { name: 'Take the rest' }).click();
  await app.expectCount('Stripes', 5);
  await app.expectCount('Dots', 5);
  await app.bar.getByRole('button', { name: 'Undo: Merged in 10 pictures' }).click();
  await expect(app.class('Stripes')).toHaveCount(0);
});

test('cancelled or reloaded in the middle, nothing is left of a project file', async ({
  page,
}, info) => {
  // A file large enough to be cancelled takes a while when other work has the cores.
  const app = new Apprentice(page);
  await app.open();
  await app.renameProject('Mine');
  await app.choose('Class 1', pictures('stripes', 3));
  await app.expectCount('Class 1', 3);
  await app.expectSaved();
  const before = await onDisk(page);
  const path = info.outputPath('large.zip');
  writeFileSync(path, largeFile(1000));

  for (const [how, what] of [
    ['open', 'Reading'],
    ['merge', 'Merging'],
  ] as const) {
    await app.openProjectFile(path, how);
    await expect(progress(page, what)).toBeVisible();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden();
    await expectOnlyProjects(app, ['Mine']);
    expect(await onDisk(page)).toEqual(before);
  }

  for (const [how, what] of [
    ['open', 'Reading'],
    ['merge', 'Merging'],
  ] as const) {
    await app.openProjectFile(path, how);
    await expect(progress(page, what)).toBeVisible();
    await page.reload();
    await app.expectCount('Class 1', 3);
    await expect(app.class('Even')).toHaveCount(0);
    await expectOnlyProjects(app, ['Mine']);
    expect(await onDisk(page)).toEqual(before);
  }

  // It is not the file's fault.
  await app.openProjectFile(path);
  await app.expectCount('Even', 500);
  await app.expectProject('Large');
});

test('other archives go in as folders do: a zip, a zip on a class, Teachable Machine’s', async ({
  page,
}) => {
  const app = new Apprentice(page);
  await app.open();
  const inFolder = (folder: string, files: TestFile[]): Zippable =>
    Object.fromEntries(files.map(({ name, buffer }) => [`${folder}${name}`, buffer]));
  const folders = zipSync({
    ...inFolder('Patterns/蚂蚁/', pictures('stripes', 5)),
    ...inFolder('Patterns/Bees/', pictures('dots', 6)),
    '__MACOSX/Patterns/Bees/._dots-0.png': strToU8('x'),
  });
  await app.drop(app.collect, [asFile('folders.zip', folders)]);
  await app.expectCount('蚂蚁', 5);
  await app.expectCount('Bees', 6);
  await app.expectLearned(11);

  const more = zipSync({
    ...inFolder('whatever/', pictures('dots', 3, 20)),
    ...inFolder('other/', pictures('dots', 2, 30)),
    'cut.png': strToU8('nothing'),
  });
  await app.drop(app.class('Bees'), [asFile('more.zip', more)]);
  await app.expectCount('Bees', 11);
  await expect(app.class('whatever')).toHaveCount(0);
  await expect(
    app.class('Bees').getByText('5 pictures went in. 1 file could not be read.').first(),
  ).toBeVisible();
  await app.expectLearned(16);

  const theirs = zipSync({
    'manifest.json': strToU8(
      JSON.stringify({
        type: 'image',
        version: '2.4.7',
        appdata: {
          publishResults: {},
          trainEpochs: 50,
          trainBatchSize: 16,
          trainLearningRate: 0.001,
        },
      }),
    ),
    ...Object.fromEntries(
      pictures('checks', 4).map(({ buffer }, i) => [`Cheques -!- mine-!-${i}.jpg`, buffer]),
    ),
    ...Object.fromEntries(
      pictures('dots', 2, 60).map(({ buffer }, i) => [`bees-!-${i}.jpg`, buffer]),
    ),
  });
  await app.drop(app.collect, [asFile('project.tm', theirs)]);
  await app.expectCount('Cheques -!- mine', 4);
  await app.expectCount('Bees', 13);
  // It can be undone like any other act.
  await app.bar.getByRole('button', { name: /^Undo: Added/ }).click();
  await expect(app.class('Cheques -!- mine').getByText('4 pictures', { exact: true })).toHaveCount(
    0,
  );
  await app.expectCount('Bees', 11);
  await app.expectSaved();
});

test('several archives at once: each is asked about, taken or refused, and none is forgotten', async ({
  page,
}, info) => {
  const app = new Apprentice(page);
  await app.open();
  const first = await taughtFile(app, info.outputPath('first.zip'), 'First');
  await app.renameProject('Second');
  const second = await app.saveAsFile(info.outputPath('second.zip'));
  const good = (scene: 'checks' | 'dots', cut = false) =>
    zipSync({
      ...Object.fromEntries(
        pictures(scene, 2, 70).map(({ name, buffer }) => [`More ${scene}/${name}`, buffer]),
      ),
      ...(cut && { 'More checks/cut.png': strToU8('no picture') }),
    });
  await app.drop(app.collect, [
    asFile('cut.zip', readFileSync(first).subarray(0, 4000)),
    asFile('1.zip', readFileSync(first)),
    asFile('checks.zip', good('checks', true)),
    asFile('no.zip', strToU8('no zip')),
    asFile('2.zip', readFileSync(second)),
    asFile('dots.zip', good('dots')),
  ]);
  const dialog = (name: string): Locator => page.getByRole('dialog', { name });
  await dialog('Open First')
    .getByRole('button', { name: /^Merge into/ })
    .click();
  await dialog('Open Second').getByRole('button', { name: 'Open as a project' }).click();
  await expect(page.getByText('Opened Second with 12 pictures.').first()).toBeVisible();
  await page.getByText('2 files could not be opened.').first().waitFor();
  await page.getByRole('button', { name: 'Show why' }).last().click();
  const why = dialog('2 files could not be opened.');
  await expect(why).toContainText('cut.zip is damaged or cut off');
  await expect(why).toContainText('no.zip is no zip file');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(why).toBeHidden();
  const counts = (await onDisk(page)).map(({ name, classes }) => [
    name,
    classes.map((each) => [each.name, each.samples.length]),
  ]);
  expect(counts).toHaveLength(2);
  expect(counts).toContainEqual([
    'Second',
    [
      ['Stripes', 6],
      ['Dots', 6],
    ],
  ]);
  expect(counts).toContainEqual([
    'Second',
    [
      ['Stripes', 6],
      ['Dots', 6],
      ['More checks', 2],
      ['More dots', 2],
    ],
  ]);
});

test('where another tab works on the project, a dropped file harms nothing', async ({
  page,
  context,
  watch,
}, info) => {
  const first = new Apprentice(page);
  await first.open();
  const path = await taughtFile(first, info.outputPath('project.zip'));
  const before = await onDisk(page);
  const second = new Apprentice(await context.newPage());
  watch.also(second.page);
  await second.open();
  await expect(second.page.getByRole('button', { name: 'Work here instead' })).toBeVisible();
  const collect = second.page.locator('[data-class]').first();
  await second.drop(collect, [asFile('project.zip', readFileSync(path))]);
  await second.drop(second.page.locator('body'), [asFile('project.zip', readFileSync(path))]);
  await expect(second.page.getByText('1 file was not added').last()).toBeVisible();
  await expect(second.page.getByRole('dialog')).toHaveCount(0);
  expect(await onDisk(page)).toEqual(before);
  // There it can be opened as a project of its own, and that tab then leads it.
  const [chooser] = await Promise.all([
    second.page.waitForEvent('filechooser'),
    second.projectMenu(/^Open or merge a file/),
  ]);
  await chooser.setFiles(path);
  const dialog = second.page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: /^Merge into/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expectAccessible(second.page);
  await dialog.getByRole('button', { name: 'Open as a project' }).click();
  await expect(second.page.getByText('Opened Patterns with 12 pictures.').first()).toBeVisible();
  await expect(second.page.getByRole('button', { name: 'Work here instead' })).toBeHidden();
  await second.expectCount('Dots', 6);
  await first.expectCount('Dots', 6);
  const after = await onDisk(page);
  expect(after).toHaveLength(2);
  const [{ settings: _, ...one } = {}, { settings: __, ...other } = {}] = after;
  expect(one).toEqual(other);
});
