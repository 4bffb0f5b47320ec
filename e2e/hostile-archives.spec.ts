// Harmful or broken archives, dropped and chosen as a person would. Each is refused by name with a
// reason, or its good part is taken and the rest reported. The page goes on, and what was there
// before is unchanged.
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { largestProcess } from '../tools/torture/processes';
import { Apprentice } from './apprentice';
import { type HostileArchive, hostileArchives, manyBombs } from './hostile/archives';
import { arrivingOnDisk, projectsOnDisk } from './on-disk';
import { picture, pictures } from './scenes';
import { expect, test } from './test';

/** The limit for any process of the browser. 1141 was measured. */
const MOST_MEGABYTES = 1800;
/** A script in the page unpacks a test's buffers, so larger files come from the disk. */
const LARGE = 500_000;

const PROBLEMS: Record<string, string> = {
  'not-a-zip': 'is no zip file.',
  encrypted: 'has a password.',
  damaged: 'is damaged or cut off, so nothing of it was taken.',
  'too-large': 'has more in it than can be taken.',
  'newer-version': 'was made by a newer version.',
  'bad-manifest': 'is a project file, but its list of pictures is broken.',
  'nothing-inside': 'There are no pictures in',
};

const FAILURES: Record<string, string> = {
  encrypted: 'It has a password.',
  'too-large': 'It is too large. Make it smaller than 100 million pixels.',
  'unsafe-path': 'Its path leads out of the archive.',
  unsupported: 'It is packed in a way that can’t be read here.',
};

const NOTES: Record<string, string> = {
  'features-left-out': 'Its pictures are looked at again.',
  'run-left-out': 'What it had learned was left out: train once more.',
  'measurements-left-out':
    'Some of what was measured could not be read and was left out: measure once more.',
};

/** How many of the readable files are not pictures inside. */
const NO_PICTURES = 7;

const isLarge = ({ bytes }: HostileArchive) => bytes.length > LARGE;

const asDropped = ({ name, bytes }: HostileArchive) => ({
  name,
  mimeType: 'application/zip',
  buffer: Buffer.from(bytes),
});

const folder = mkdtempSync(join(tmpdir(), 'apprentice-archives-'));

function onDisk({ name, bytes }: HostileArchive): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function bring(app: Apprentice, archive: HostileArchive): Promise<void> {
  if (!isLarge(archive)) return app.drop(app.collect, [asDropped(archive)]);
  const [chooser] = await Promise.all([
    app.page.waitForEvent('filechooser'),
    app.projectMenu(/^Open or merge a file/),
  ]);
  await chooser.setFiles(onDisk(archive));
}

async function dialogRows(page: Page, selector: string): Promise<string[]> {
  const rows = page.getByRole('dialog').locator(selector);
  await expect(rows.first()).toBeVisible();
  return rows.allTextContents();
}

test('hostile archives are refused by name or taken in part, and harm nothing', async ({
  page,
}) => {
  const surprises: string[] = [];
  page.on('dialog', (dialog) => {
    surprises.push(dialog.message());
    void dialog.dismiss();
  });
  let mostMegabytes = 0;
  const measuring = setInterval(() => {
    mostMegabytes = Math.max(mostMegabytes, largestProcess());
  }, 200);

  const archives = hostileArchives();
  expect(archives.length).toBeGreaterThan(200);
  const app = new Apprentice(page);
  await app.open();
  await app.renameProject('Mine');
  await app.teach(pictures('stripes', 6), pictures('dots', 6));
  await app.expectLearned(12);
  await app.train.getByRole('switch', { name: 'Learn as pictures arrive' }).click();
  await app.expectSaved();
  const before = await projectsOnDisk(page);
  expect(before).toHaveLength(1);

  // Archives that are refused as a whole: many in one drop, and the large ones by themselves.
  const refused = archives.filter(({ expected }) => 'error' in expected);
  const words = ({ name, expected }: HostileArchive) => {
    const problem = PROBLEMS['error' in expected ? expected.error : ''] ?? '';
    return problem.startsWith('There') ? `${problem} ${name}.` : `${name} ${problem}`;
  };
  // Anything that is not a zip and is not named like one is a file like any other.
  const called = refused.filter(({ name }) => /\.(zip|tm)$/.test(name));
  const small = called.filter((archive) => !isLarge(archive));
  await app.drop(app.collect, small.map(asDropped));
  const summary = `${small.length} files could not be opened.`;
  await expect(page.getByText(summary).first()).toBeVisible();
  await page.getByRole('button', { name: 'Show why' }).click();
  const said = await dialogRows(page, 'li');
  expect(said).toHaveLength(small.length);
  for (const archive of small) {
    expect(said.filter((each) => each.startsWith(words(archive)))).toHaveLength(1);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  for (const archive of refused.filter((each) => !small.includes(each))) {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      app.projectMenu(/^Open or merge a file/),
    ]);
    await chooser.setFiles(onDisk(archive));
    await expect(page.getByText(words(archive)).first()).toBeVisible();
  }
  expect(await projectsOnDisk(page)).toEqual(before);

  // Pictures in folders, all dropped on one class at once. Whatever is not a picture is reported
  // with the rest.
  const foreign = [...archives, manyBombs()].flatMap((archive) => {
    const { expected } = archive;
    return 'kind' in expected && expected.kind !== 'project' ? [{ archive, expected }] : [];
  });
  await app.collect.getByRole('button', { name: 'Add a class' }).click();
  await page.keyboard.type('Hostile');
  await page.keyboard.press('Enter');
  const card = app.class('Hostile');
  const sum = (of: (expected: (typeof foreign)[number]['expected']) => number) =>
    foreign.reduce((total, { expected }) => total + of(expected), 0);
  const readable = sum((expected) => expected.readable) - NO_PICTURES;
  const failed =
    sum(({ unreadable = 0, failures = [] }) => unreadable + failures.length) + NO_PICTURES;
  const [bytes, paths] = [
    foreign.filter(({ archive }) => !isLarge(archive)),
    foreign.filter(({ archive }) => isLarge(archive)),
  ];
  expect(bytes.length + paths.length).toBe(foreign.length);
  const button = card.getByRole('button', { name: /^(Files|Choose pictures)$/ });
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
  await chooser.setFiles(foreign.map(({ archive }) => onDisk(archive)));
  await expect(
    card.getByText(`${readable} pictures went in. ${failed} files could not be read.`).first(),
  ).toBeVisible();
  await card.getByRole('button', { name: 'Show why' }).click();
  const why = await dialogRows(page, 'tbody td');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(why).toHaveLength(failed);
  for (const [reason, text] of Object.entries(FAILURES)) {
    const wanted = sum(({ failures = [] }) => failures.filter((each) => each === reason).length);
    expect(why.filter((each) => each === text).length, reason).toBe(wanted);
  }
  await app.expectCount('Hostile', readable);

  // Dropped by folder, each folder gets a class of its own, whatever its name is.
  await app.drop(
    app.collect,
    bytes.map(({ archive }) => asDropped(archive)),
  );
  const folders = new Set(bytes.flatMap(({ expected }) => expected.folders ?? []));
  expect(folders.size).toBeGreaterThan(7);
  // The names match whatever their case.
  for (const name of folders) {
    await expect(app.collect.getByRole('region', { name }).first()).toBeAttached();
  }
  await expect(
    app.collect.getByText(/^\d+ pictures went in\. \d+ files could not be read\.$/).first(),
  ).toBeVisible();
  await app.expectSaved();

  // Each project file becomes a project of its own, or as much of it as is good. This takes one of
  // each kind of outcome, because the reader's own test takes all of them.
  const kinds = new Map(
    archives.flatMap((archive) => {
      const { expected } = archive;
      if (!('kind' in expected) || expected.kind !== 'project') return [];
      const { failures, notes } = expected;
      const outcome = JSON.stringify([failures, notes, archive.name === 'no features.zip']);
      return [[outcome, { archive, expected }] as const];
    }),
  );
  const projects = [...kinds.values()];
  expect(projects.length).toBeGreaterThan(5);
  const asked = page.getByRole('dialog', { name: /of it cannot be taken$/ });
  for (const { archive, expected } of projects) {
    await bring(app, archive);
    const offer = page.getByRole('dialog', { name: 'Open Pets' });
    await expect(offer.getByRole('button', { name: 'Open as a project' })).toBeFocused();
    await page.keyboard.press('Enter');
    const { pictures: count, failures = [], notes = [] } = expected;
    if (failures.length > 0) {
      await expect(asked.locator('dt')).toHaveCount(failures.length);
      await asked.getByRole('button', { name: 'Take the rest' }).click();
    }
    const opened = [
      `Opened Pets with ${count} ${count === 1 ? 'picture' : 'pictures'}.`,
      ...(failures.length > 0
        ? [`${failures.length} ${failures.length === 1 ? 'file' : 'files'} could not be taken.`]
        : []),
      // These features have 4 numbers per picture, which no network of the page makes.
      ...(archive.name === 'no features.zip' ? [] : [NOTES['features-left-out']]),
      ...(['run-left-out', 'measurements-left-out'] as const)
        .filter((note) => notes.includes(note))
        .map((note) => NOTES[note]),
    ].join(' ');
    await expect(page.getByText(opened, { exact: true }).first(), archive.name).toBeVisible();
  }

  // Nothing was harmed: neither what was there, nor the page, nor the engine. Nothing came in half.
  const after = await projectsOnDisk(page);
  expect(after).toHaveLength(1 + projects.length);
  expect(await arrivingOnDisk(page)).toBe(0);
  const mine = after.find(({ id }) => id === before[0]?.id);
  expect(mine?.classes.slice(0, 2)).toEqual(before[0]?.classes);
  expect(mine?.learned).toEqual(before[0]?.learned);
  await app.switchProject('Mine');
  await app.tryPicture({ name: 'new.png', mimeType: 'image/png', buffer: picture('dots', 99) });
  await app.expectAnswer('Dots');
  const harmed = await page.evaluate(
    () => 'harmed' in globalThis || 'polluted' in {} || Object.keys(Object.prototype).length > 0,
  );
  expect(harmed).toBe(false);
  expect(surprises).toEqual([]);
  clearInterval(measuring);
  if (existsSync('/proc')) {
    expect(mostMegabytes).toBeGreaterThan(0);
    expect(mostMegabytes).toBeLessThan(MOST_MEGABYTES);
  }
});
