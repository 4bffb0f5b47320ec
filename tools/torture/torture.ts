// The kill test: people at work, browsers killed at any moment, and a look at what is left.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type MortalBrowser, startBrowser } from './browser';
import { type Act, faults, type Judgement, judge, mismatches, type Round } from './ledger';
import { type Material, material } from './material';
import { type Kept, readKept, type Sight, watch } from './page';
import { person } from './person';
import { type Chance, chance } from './random';

export interface TortureOptions {
  /** Where the built app is served. */
  url: string;
  kills: number;
  seed: number;
  /** Browsers at a time, each with a profile of its own. */
  atOnce: number;
  onKill?: (soFar: TortureResult) => void;
  onFinding?: (kind: 'lost' | 'undone' | 'broken', finding: Finding) => void;
}

/** Something that went wrong, with the number that repeats its profile: `--seed`. */
export interface Finding {
  kill: number;
  profile: number;
  round: number;
  what: string;
  acts: string[];
}

export interface TortureResult {
  kills: number;
  /** Pictures that a round showed as saved for the first time. */
  shownAsSaved: number;
  /** Pictures shown as saved that were looked for after a kill, all kills together. */
  lookedFor: number;
  /** Pictures shown as saved that were not there. */
  lost: Finding[];
  /** Deletions, names and classes shown as saved that were not. */
  undone: Finding[];
  /** Rows that do not hold together, pictures that cannot be decoded, pages that opened with an error. */
  broken: Finding[];
  /** Openings at which the page brought projects back that the browser had lost. */
  broughtBack: number;
  acts: Record<string, number>;
  /** Acts under way at the kill, by kind. */
  interrupted: Record<string, number>;
  stumbles: number;
  /** Kills while the bar said that it was saving. */
  whileSaving: number;
  seconds: number;
}

/** A profile is left for a fresh one after so many kills, before it grows slow. */
const KILLS_PER_PROFILE = 15;
const FILES = 400;
/** Many times what it takes, whatever else the machine does. */
const READY_MS = 120_000;
const NOTHING: Kept = { projects: [], classes: [], samples: [], deleted: [], orphans: [] };

/** Kills browsers until there are enough. Rejects where one does not even start. */
export async function torture(options: TortureOptions): Promise<TortureResult> {
  const started = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'apprentice-torture-'));
  const result: TortureResult = {
    kills: 0,
    shownAsSaved: 0,
    lookedFor: 0,
    lost: [],
    undone: [],
    broken: [],
    broughtBack: 0,
    acts: {},
    interrupted: {},
    stumbles: 0,
    whileSaving: 0,
    seconds: 0,
  };
  try {
    const things = material(join(folder, 'material'), FILES);
    let begun = 0;
    let profiles = 0;
    const worker = async () => {
      while (begun < options.kills) {
        const kills = Math.min(KILLS_PER_PROFILE, options.kills - begun);
        begun += kills;
        const number = profiles++;
        const profile = join(folder, `profile-${number}`);
        const life = new Life(profile, number, things, options, result, started);
        await life.live(kills);
        rmSync(profile, { recursive: true, force: true });
      }
    };
    await Promise.all(Array.from({ length: options.atOnce }, worker));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return result;
}

/** One profile, killed again and again. */
class Life {
  private readonly chance: Chance;
  private round = 0;
  private kept = NOTHING;
  private last: Round | undefined;

  constructor(
    private readonly profile: string,
    private readonly number: number,
    private readonly things: Material,
    private readonly options: TortureOptions,
    private readonly result: TortureResult,
    private readonly started: number,
  ) {
    this.chance = chance(options.seed * 7919 + number);
  }

  async live(kills: number): Promise<void> {
    for (; this.round < kills; this.round++) await this.visit(true);
    // Nothing happens in the last one: it only looks at what the last kill left.
    await this.visit(false);
  }

  /** Opens the page, looks at what the kill before left, acts, and is killed. */
  private async visit(counted: boolean): Promise<void> {
    const { chance, things, profile, options } = this;
    const browser = await startBrowser(profile, things.film(`${this.number}.y4m`, chance));
    let sight: Sight | undefined;
    let acts: Act[] = [];
    try {
      const { page } = browser;
      page.setDefaultTimeout(4000);
      sight = await watch(page);
      const hurried = counted && this.round > 0 && chance.in(0.08);
      if (hurried) {
        // Killed on its way to be open. The next visit finds what this one would have found.
        const opening = page.goto(options.url).catch(() => undefined);
        await wait(chance.between(0, 700));
        await browser.kill();
        await opening;
        this.count(sight, []);
        return;
      }
      await page.goto(options.url);
      await this.look(browser, sight);
      if (!counted) {
        await browser.kill();
        return;
      }
      if (chance.in(0.4)) {
        await page.getByRole('button', { name: /m?s a picture$/ }).waitFor({ timeout: READY_MS });
      }
      acts = await this.actUntilKilled(browser, sight);
    } catch (error) {
      this.find('broken', `the page could not be used: ${error}`, acts);
    } finally {
      await browser.kill();
    }
    if (!sight) return;
    for (const error of sight.errors) this.find('broken', `error in the page: ${error}`, acts);
    if (sight.shown.some(({ problem }) => problem)) {
      this.find('broken', 'the page said that it does not save', acts);
    }
    if (counted) {
      this.last = {
        before: this.kept,
        shown: sight.shown.map((each) => named(each, sight)),
        acts,
      };
      this.count(sight, acts);
    }
  }

  /** Waits until the page shows its classes; then what it shows and what is kept must be as promised. */
  private async look({ page }: MortalBrowser, sight: Sight): Promise<void> {
    const { last, result } = this;
    await page.locator('[data-class]').first().waitFor({ timeout: READY_MS });
    const kept = await readKept(page);
    if (await page.getByText(/brought back from the second copy/).count()) result.broughtBack++;
    const acts = last?.acts ?? [];
    for (const fault of faults(kept)) this.find('broken', fault, acts);
    // The two classes of a first visit are written after they are shown.
    let wrong: string[] = [];
    for (const end = Date.now() + READY_MS; Date.now() < end; await wait(30)) {
      const shown = sight.shown.at(-1);
      wrong = shown ? mismatches(shown, await readKept(page)) : ['nothing is shown'];
      if (wrong.length === 0) break;
    }
    for (const each of wrong) this.find('broken', each, acts);
    if (last) {
      const { lost, undone, promised, newlyShown }: Judgement = judge(last, kept);
      for (const each of lost) this.find('lost', each, acts);
      for (const each of undone) this.find('undone', each, acts);
      result.lookedFor += promised;
      result.shownAsSaved += newlyShown;
    }
    this.last = undefined;
    this.kept = await readKept(page);
  }

  private async actUntilKilled(browser: MortalBrowser, sight: Sight): Promise<Act[]> {
    const { chance, things } = this;
    const over = new AbortController();
    let left = chance.whole(1, 4);
    let acted: () => void = () => undefined;
    const enoughActs = new Promise<void>((resolve) => {
      acted = resolve;
    });
    const someone = person(browser.page, sight, things, chance, () => {
      left--;
      if (left === 0) acted();
    });
    const acting = someone.act(over.signal);
    const way = chance.one(['any moment', 'after an act', 'when pictures appear']);
    if (way === 'any moment') await wait(chance.between(50, 3000));
    else if (way === 'after an act') {
      await Promise.race([enoughActs, wait(6000)]);
      await wait(chance.between(0, 120));
    } else {
      // What is shown too early is caught here.
      await changeOfCount(sight, 6000);
      await wait(chance.between(0, 30));
    }
    over.abort();
    await browser.kill();
    await acting;
    this.result.stumbles += someone.stumbles.length;
    if (process.env.TORTURE_TRACE) for (const each of someone.stumbles) console.error(each);
    return someone.acts;
  }

  private count({ shown }: Sight, acts: readonly Act[]): void {
    const { result, options } = this;
    result.kills++;
    const last = shown.at(-1);
    if (last && !last.saved) result.whileSaving++;
    for (const { kind, doneAt } of acts) {
      result.acts[kind] = (result.acts[kind] ?? 0) + 1;
      if (doneAt === undefined && kind !== 'import' && kind !== 'record') {
        result.interrupted[kind] = (result.interrupted[kind] ?? 0) + 1;
      }
    }
    result.seconds = Math.round((Date.now() - this.started) / 1000);
    options.onKill?.(result);
  }

  private find(kind: 'lost' | 'undone' | 'broken', what: string, acts: readonly Act[]): void {
    const finding: Finding = {
      kill: this.result.kills,
      profile: this.number,
      round: this.round,
      what,
      acts: acts.map((act) => `${act.kind} ${act.doneAt === undefined ? 'begun' : 'done'}`),
    };
    this.result[kind].push(finding);
    this.options.onFinding?.(kind, finding);
  }
}

async function changeOfCount({ shown }: Sight, withinMs: number): Promise<void> {
  const total = () => (shown.at(-1)?.classes ?? []).reduce((sum, { count }) => sum + count, 0);
  const before = total();
  for (const end = Date.now() + withinMs; Date.now() < end && total() === before; ) await wait(2);
}

/** The pictures in sight by their bytes instead of their URLs. */
function named(shown: Sight['shown'][number], { pictures }: Sight): Sight['shown'][number] {
  return {
    ...shown,
    classes: shown.classes.map((each) => ({
      ...each,
      pictures: each.pictures.map((url) => pictures.get(url) ?? ''),
    })),
  };
}
