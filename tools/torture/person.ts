// Somebody who uses the page without a pause, by its buttons and keys, and notes each act before
// doing it.
import { setTimeout as wait } from 'node:timers/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { Act } from './ledger';
import type { Material } from './material';
import type { Sight } from './page';
import type { Chance } from './random';

export interface Person {
  /** Everything that was begun, in order. */
  acts: Act[];
  /** Acts that the page prevented. There should be few. */
  stumbles: string[];
  /** Acts until `signal` is aborted. */
  act(signal: AbortSignal): Promise<void>;
}

/** The ways to act. Common ones appear more often. */
const WAYS: readonly [Act['kind'], ...Act['kind'][]] = [
  'import',
  'import',
  'import',
  'import',
  'import',
  'record',
  'record',
  'record',
  'record',
  'delete',
  'delete',
  'delete',
  'delete',
  'rename',
  'rename',
  'add-class',
  'delete-class',
  'undo',
  'undo',
  'redo',
];

const MOST_CLASSES = 5;
const SELECTED = '[role="gridcell"][aria-selected="true"]';

export function person(
  page: Page,
  sight: Sight,
  { files }: Material,
  chance: Chance,
  onAct: (act: Act) => void,
): Person {
  const acts: Act[] = [];
  const stumbles: string[] = [];

  const begin = (kind: Act['kind'], more: Partial<Act> = {}): Act => {
    const act: Act = { kind, at: Date.now(), ...more };
    acts.push(act);
    onAct(act);
    return act;
  };
  const done = (act: Act) => {
    act.doneAt = Date.now();
  };
  const card = (id: string) => page.locator(`[data-class="${id}"]`);
  const classes = () => sight.shown.at(-1)?.classes ?? [];
  const someClass = () => {
    const [first, ...others] = classes();
    if (!first) throw new Error('no class is shown');
    return chance.one([first, ...others]);
  };

  const ways: Record<Act['kind'], () => Promise<void>> = {
    async import() {
      const { id } = someClass();
      const button = card(id).getByRole('button', { name: /^(Files|Choose pictures)$/ });
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()]);
      const paths = files(chance.whole(1, 24));
      begin('import', { classId: id });
      await chooser.setFiles(paths);
    },

    async record() {
      const { id } = someClass();
      const hold = card(id).getByRole('button', { name: /Hold to record/ });
      if (!(await hold.isVisible())) {
        await card(id)
          .getByRole('button', { name: /^(Turn the camera on|Camera)$/ })
          .click();
      }
      await expect(card(id).getByText('Camera on')).toBeVisible({ timeout: 3000 });
      await hold.hover();
      begin('record', { classId: id });
      await page.mouse.down();
      await wait(chance.between(100, 1500));
      await page.mouse.up();
    },

    async rename() {
      const { id } = someClass();
      const name = `Thing ${chance.whole(1, 1e6)}`;
      await card(id)
        .getByRole('button', { name: /^Name of class/ })
        .click();
      await card(id).getByRole('textbox').fill(name);
      const act = begin('rename', { classId: id });
      await page.keyboard.press('Enter');
      await expect(card(id).locator('section')).toHaveAccessibleName(name);
      done(act);
    },

    async 'add-class'() {
      if (classes().length >= MOST_CLASSES) return;
      const before = classes().length;
      const act = begin('add-class');
      await page.getByRole('button', { name: 'Add a class' }).click();
      await expect(page.locator('[data-class]')).toHaveCount(before + 1);
      done(act);
      await page.keyboard.press('Escape');
    },

    async 'delete-class'() {
      if (classes().length < 3 || chance.in(0.5)) return;
      const { id } = someClass();
      await card(id)
        .getByRole('button', { name: /^More for/ })
        .click();
      const act = begin('delete-class', { classId: id });
      await page.getByRole('menuitem', { name: 'Delete class' }).click();
      await expect(card(id)).toHaveCount(0);
      done(act);
    },

    async delete() {
      const full = classes().filter(({ count }) => count > 3);
      const [first, ...others] = full;
      if (!first) return;
      const { id } = chance.one([first, ...others]);
      await card(id)
        .getByRole('button', { name: /^Show all/ })
        .click();
      const dialog = page.getByRole('dialog');
      // Starts with the oldest, because the newest move while others arrive.
      await dialog.getByRole('grid').press('End');
      for (let step = chance.whole(0, 3); step > 0; step--) await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('Space');
      if (chance.in(0.5)) {
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.press('Space');
      }
      const pictures = await selected(dialog);
      const act = begin('delete', { classId: id, pictures });
      await page.keyboard.press('Delete');
      await expect(dialog.locator(SELECTED)).toHaveCount(0);
      done(act);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    },

    async undo() {
      await revert('undo', 'Control+z', /^Undo: /);
    },

    async redo() {
      await revert('redo', 'Control+Shift+z', /^Redo: /);
    },
  };

  /** The selected pictures, once each is on the screen and its bytes are known. */
  async function selected(dialog: Locator): Promise<string[]> {
    for (const end = Date.now() + 2000; Date.now() < end; await wait(20)) {
      const urls = await dialog
        .locator(SELECTED)
        .evaluateAll((cells) => cells.map((cell) => cell.querySelector('img')?.src ?? ''));
      const pictures = urls.map((url) => sight.pictures.get(url) ?? '');
      if (pictures.length > 0 && pictures.every((picture) => picture !== '')) return pictures;
    }
    throw new Error('the pictures in the grid did not appear');
  }

  async function revert(kind: 'undo' | 'redo', keys: string, button: RegExp): Promise<void> {
    if ((await page.getByRole('button', { name: button }).count()) === 0) return;
    const said = async () => (await page.getByText(/^(Undone|Redone): /).allTextContents()).join();
    const before = await said();
    const act = begin(kind);
    await page.keyboard.press(keys);
    // The act is done when the page says so. If the page says the same as the last time, this stays
    // open, and less is expected of the page.
    for (const end = Date.now() + 800; Date.now() < end; await wait(20)) {
      const now = await said();
      if (now === '' || now === before) continue;
      done(act);
      return;
    }
  }

  return {
    acts,
    stumbles,
    async act(signal) {
      while (!signal.aborted) {
        const way = chance.one(WAYS);
        try {
          await ways[way]();
        } catch (error) {
          if (signal.aborted) return;
          // Whatever this act left open must not get in the way of the next one.
          await page.keyboard.press('Escape').catch(() => undefined);
          stumbles.push(`${way}: ${String(error).split('\n', 1)[0]}`);
        }
        await wait(chance.in(0.5) ? 0 : chance.between(0, 300));
      }
    },
  };
}
