// The page as a person sees it. Things are found, and done, by the words on the screen.
import { expect as expectSoon, type Locator, type Page } from '@playwright/test';
import { PATIENCE } from './patience';

/** The benches are as patient as the tests. */
const expect = expectSoon.configure({ timeout: PATIENCE });

export interface TestFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A file in a dropped folder. `folder` is its path without the name. */
export interface DroppedFile extends TestFile {
  folder?: string;
}

export class Apprentice {
  readonly collect: Locator;
  readonly train: Locator;
  readonly try: Locator;
  readonly bar: Locator;
  readonly badge: Locator;

  constructor(readonly page: Page) {
    this.collect = page.getByRole('region', { name: 'Collect', exact: true });
    this.train = page.getByRole('region', { name: 'Train', exact: true });
    this.try = page.getByRole('region', { name: 'Try', exact: true });
    this.bar = page.getByRole('banner');
    this.badge = page.getByRole('button', { name: /m?s a picture$/ });
  }

  /** Opens the page and waits until the engine is ready. */
  async open(query = ''): Promise<void> {
    await this.page.goto(`./${query}`);
    await expect(this.badge).toBeVisible();
  }

  get result(): Locator {
    return this.train.getByRole('region', { name: 'Result' });
  }

  class(name: string): Locator {
    return this.collect.getByRole('region', { name, exact: true });
  }

  /** Renames a class in place, by clicking on its name. */
  async rename(from: string, to: string): Promise<void> {
    await this.class(from)
      .getByRole('button', { name: /^Name of class/ })
      .click();
    await this.class(from).getByRole('textbox').fill(to);
    await this.page.keyboard.press('Enter');
    await expect(this.class(to)).toBeVisible();
  }

  /** Chooses files for a class with its button. */
  async choose(name: string, files: TestFile[] | string[]): Promise<void> {
    const button = this.class(name).getByRole('button', { name: /^(Files|Choose pictures)$/ });
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles(files);
  }

  /** Fills two classes, Stripes and Dots, with some pictures each. */
  async teach(stripes: TestFile[], dots: TestFile[]): Promise<void> {
    await this.rename('Class 1', 'Stripes');
    await this.rename('Class 2', 'Dots');
    await this.choose('Stripes', stripes);
    await this.expectCount('Stripes', stripes.length);
    await this.choose('Dots', dots);
    await this.expectCount('Dots', dots.length);
  }

  async expectCount(name: string, count: number, timeout?: number): Promise<void> {
    const words = count === 1 ? '1 picture' : `${count.toLocaleString('en-GB')} pictures`;
    await expect(this.class(name).getByText(words, { exact: true })).toBeAttached({
      ...(timeout === undefined ? {} : { timeout }),
    });
  }

  /** Waits until a class has at least this many pictures. */
  async expectAtLeast(name: string, count: number): Promise<void> {
    // This reads only the words, because the number is shown next to them as well.
    const said = this.class(name)
      .getByText(/^\d+ pictures?$/)
      .last();
    await expect
      .poll(async () => Number.parseInt((await said.textContent()) ?? '', 10))
      .toBeGreaterThanOrEqual(count);
  }

  async expectSaved(): Promise<void> {
    await expect(this.bar.getByText(/^Saved \d/)).toBeVisible();
  }

  /** Chooses an item from the menu beside the project's name. */
  async projectMenu(item: string | RegExp): Promise<void> {
    await this.bar.getByRole('button', { name: 'Project', exact: true }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  /** Opens the list of all projects. */
  async openProjects(): Promise<Locator> {
    await this.projectMenu(/^All projects/);
    const dialog = this.page.getByRole('dialog', { name: 'All projects' });
    await expect(dialog.getByRole('list', { name: 'Projects' })).toBeVisible();
    return dialog;
  }

  /** Opens another project by its name. */
  async switchProject(name: string): Promise<void> {
    const dialog = await this.openProjects();
    await dialog
      .getByRole('listitem')
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
    await this.expectProject(name);
  }

  async renameProject(name: string): Promise<void> {
    await this.bar.getByRole('button', { name: /^Project name/ }).click();
    await this.bar.getByRole('textbox').fill(name);
    await this.page.keyboard.press('Enter');
    await this.expectProject(name);
  }

  /** Saves the open project as a file at this path, and returns the path. */
  async saveAsFile(path: string, timeout = PATIENCE): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download', { timeout }),
      this.projectMenu('Save as a file'),
    ]);
    await download.saveAs(path);
    return path;
  }

  /** Chooses a project file and opens it as a project, or merges it into the open one. */
  async openProjectFile(path: string, how: 'open' | 'merge' = 'open'): Promise<void> {
    const [chooser] = await Promise.all([
      this.page.waitForEvent('filechooser'),
      this.projectMenu(/^Open or merge a file/),
    ]);
    await chooser.setFiles(path);
    const name = how === 'open' ? 'Open as a project' : /^Merge into /;
    await this.page.getByRole('dialog').getByRole('button', { name }).click();
  }

  async expectProject(name: string): Promise<void> {
    await expect(this.bar.getByText(name, { exact: true })).toBeVisible();
  }

  /** Waits until a training on this many pictures has ended. */
  async expectLearned(pictures?: number, timeout?: number): Promise<void> {
    const count = pictures?.toLocaleString('en-GB');
    const all = count === undefined ? /learned from all/ : new RegExp(`from all ${count}\\.`);
    const wait = timeout === undefined ? {} : { timeout };
    await expect(this.train.getByText(all)).toBeVisible(wait);
    await expect(this.train.getByText(/Learned (\d|at)/).first()).toBeVisible(wait);
  }

  /** Chooses a picture in Try. */
  async tryPicture(file: TestFile): Promise<void> {
    await this.try.getByRole('radio', { name: 'Picture' }).click();
    const button = this.try.getByRole('button', { name: /choose|another/i });
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), button.click()]);
    await chooser.setFiles([file]);
  }

  /** Expects this class to have more than half of the certainty. */
  async expectAnswer(name: string): Promise<void> {
    const bars = this.try.getByRole('list', { name: 'How sure it is of each class' });
    await expect(bars.getByRole('listitem').filter({ hasText: name })).toHaveText(
      new RegExp(`${name}\\s*(>\\s*)?(5[1-9]|[6-9]\\d)`),
    );
  }

  /**
   * Drops files, or folders of files, on an element. Sends the events that a browser sends, with
   * real entries.
   */
  async drop(target: Locator, files: DroppedFile[]): Promise<void> {
    await target.evaluate(
      (element, dropped) => {
        const transfer = new DataTransfer();
        const made = dropped.map(({ name, mimeType, base64, folder }) => {
          const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
          return { folder, file: new File([bytes], name, { type: mimeType }) };
        });
        for (const { file } of made) transfer.items.add(file);
        const folders = new Map<string, File[]>();
        for (const { folder, file } of made) {
          if (folder !== undefined) folders.set(folder, [...(folders.get(folder) ?? []), file]);
        }
        if (folders.size > 0) {
          // A script cannot put folders into a DataTransfer, so the items get the entries of a
          // folder.
          const fileEntry = (folder: string, file: File) => ({
            fullPath: `/pictures/${folder}/${file.name}`,
            isFile: true,
            isDirectory: false,
            name: file.name,
            file: (resolve: (file: File) => void) => resolve(file),
          });
          const folderEntry = (name: string, entries: unknown[]) => ({
            fullPath: `/${name}`,
            isFile: false,
            isDirectory: true,
            name,
            createReader() {
              let left = entries;
              return {
                readEntries(resolve: (entries: unknown[]) => void) {
                  const some = left.slice(0, 100);
                  left = left.slice(100);
                  resolve(some);
                },
              };
            },
          });
          const root = folderEntry(
            'pictures',
            [...folders].map(([name, list]) =>
              folderEntry(
                name,
                list.map((file) => fileEntry(name, file)),
              ),
            ),
          );
          Object.defineProperty(transfer, 'items', {
            value: [{ kind: 'file', webkitGetAsEntry: () => root, getAsFile: () => null }],
          });
        }
        for (const type of ['dragenter', 'dragover', 'drop']) {
          element.dispatchEvent(
            new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }),
          );
        }
      },
      files.map(({ name, mimeType, buffer, folder }) => ({
        name,
        mimeType,
        folder,
        base64: buffer.toString('base64'),
      })),
    );
  }

  /** The engine's worker. There are two workers, and its name tells which is which. */
  async engineWorker() {
    for (const worker of this.page.workers()) {
      const name = await worker.evaluate(() => self.name);
      if (name.startsWith('apprentice-engine')) return worker;
    }
    throw new Error('no engine worker');
  }
}
