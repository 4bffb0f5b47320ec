// Tears the log of the page's database, and looks whether everything comes back.
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Apprentice } from '../../e2e/apprentice';
import { type MortalBrowser, startBrowser } from './browser';
import { faults } from './ledger';
import { material } from './material';
import { readKept, shareNames } from './page';
import { chance } from './random';

/**
 * Cuts off the end of the database's log in a profile that no browser uses.
 * @param keep how many bytes to keep of how many.
 * @returns how many were kept.
 */
export function tearLog(profile: string, url: string, keep: (bytes: number) => number): number {
  const { protocol, hostname, port } = new URL(url);
  const name = `${protocol.slice(0, -1)}_${hostname}_${port}.indexeddb.leveldb`;
  const folder = join(profile, 'Default', 'IndexedDB', name);
  const log = readdirSync(folder).find((file) => file.endsWith('.log'));
  const path = join(folder, log ?? 'no log');
  const kept = keep(statSync(path).size);
  truncateSync(path, kept);
  return kept;
}

export interface TornOptions {
  /** Where the built app is served. */
  url: string;
  places: number;
  seed: number;
  onPlace?: (soFar: TornResult) => void;
}

export interface TornResult {
  places: number;
  /** Pictures that had been shown as saved, summed over all openings after a tear. */
  lookedFor: number;
  /** How often a page, on opening, restored what the browser had lost. */
  broughtBack: number;
  /** What was missing, back although it was deleted, or did not hold together. */
  wrong: { place: number; keptBytes: number; opening: number; what: string }[];
  seconds: number;
}

/** Many times what it takes, whatever else the machine does. */
const READY_MS = 40_000;
const PICTURES = 8;
const DELETED = 2;
const ADDED = 3;

/**
 * Teaches and deletes some pictures once, and then tears copies of that profile at random places.
 * Each is opened twice, because Chromium takes a torn log for a damaged database only at the second
 * opening, if something was written in between.
 */
export async function tear({ url, places, seed, onPlace }: TornOptions): Promise<TornResult> {
  const started = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'apprentice-torn-'));
  const random = chance(seed);
  const { files, film } = material(join(folder, 'material'), 60);
  const camera = film('camera.y4m', random);
  const result: TornResult = { places: 0, lookedFor: 0, broughtBack: 0, wrong: [], seconds: 0 };
  let browser: MortalBrowser | undefined;
  const visit = async (profile: string, act: (app: Apprentice) => Promise<void>) => {
    browser = await startBrowser(profile, camera);
    await shareNames(browser.page);
    await browser.page.goto(url);
    await act(new Apprentice(browser.page));
    await browser.kill();
  };
  try {
    const whole = join(folder, 'whole');
    await visit(whole, async (app) => {
      await app.rename('Class 1', 'Ants');
      await app.choose('Ants', files(PICTURES));
      await app.expectCount('Ants', PICTURES);
      await app.expectSaved();
    });
    await visit(whole, async (app) => {
      await app.expectCount('Ants', PICTURES);
      const ants = app.class('Ants');
      await ants.getByRole('button', { name: /^Show all/ }).click();
      await app.page.getByRole('dialog').getByRole('grid').press('End');
      await app.page.keyboard.press('Space');
      await app.page.keyboard.press('ArrowLeft');
      await app.page.keyboard.press('Space');
      await app.page.keyboard.press('Delete');
      await app.page.keyboard.press('Escape');
      await app.expectCount('Ants', PICTURES - DELETED);
      await app.expectSaved();
    });
    for (; result.places < places; result.places++) {
      const profile = join(folder, `place-${result.places}`);
      cpSync(whole, profile, { recursive: true });
      const keptBytes = tearLog(profile, url, (bytes) => random.whole(0, bytes - 1));
      let expected = PICTURES - DELETED;
      for (const opening of [1, 2]) {
        try {
          await visit(profile, async (app) => {
            await app.expectCount('Ants', expected, READY_MS);
            result.lookedFor += expected;
            if (await app.page.getByText(/brought back from the second copy/).count()) {
              result.broughtBack++;
            }
            const kept = await readKept(app.page);
            for (const what of faults(kept)) {
              result.wrong.push({ place: result.places, keptBytes, opening, what });
            }
            if (opening === 2) return;
            await app.choose('Ants', files(ADDED));
            expected += ADDED;
            await app.expectCount('Ants', expected);
            await app.expectSaved();
          });
        } catch (error) {
          const what = `${error}\n${await browser?.page.textContent('body').catch(String)}`;
          result.wrong.push({ place: result.places, keptBytes, opening, what });
          await browser?.kill();
          break;
        }
      }
      rmSync(profile, { recursive: true, force: true });
      result.seconds = Math.round((Date.now() - started) / 1000);
      onPlace?.({ ...result, places: result.places + 1 });
    }
  } finally {
    await browser?.kill();
    rmSync(folder, { recursive: true, force: true });
  }
  return result;
}
