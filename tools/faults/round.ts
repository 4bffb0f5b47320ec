// A round: a person uses the page while something goes wrong, then the page is opened twice more
// without faults, and what was promised is compared with what is there.
import { IDBFactory } from 'fake-indexeddb';
import fc from 'fast-check';
import type { Page } from './build';
import { type Device, newDevice, readAll } from './disk';
import { anyFault, type Fault } from './fault';
import { keptIn, Ledger, type Mood } from './ledger';
import { type Act, anyAct, type Doing, Person, type SavedFile } from './person';
import { Visit } from './visit';

/** How a visit ends: at rest; at any moment; or at rest, and the browser loses the database. */
const ENDS = ['rest', 'rest', 'kill', 'loss'] as const;

interface VisitPlan {
  acts: Act[];
  faults: Fault[];
  end: (typeof ENDS)[number];
}

export interface Plan {
  /** Names everything that is random in the round but the plan. */
  seed: number;
  visits: VisitPlan[];
}

export const anyPlan: fc.Arbitrary<Plan> = fc.record({
  seed: fc.nat(),
  visits: fc.array(
    fc.record({
      acts: fc.array(anyAct, { minLength: 1, maxLength: 12 }),
      faults: fc.array(anyFault, { minLength: 1, maxLength: 3 }),
      end: fc.constantFrom(...ENDS),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

export interface Outcome {
  /** What went wrong with the app: nothing, if all is well. */
  wrong: string[];
  /** Pictures that were promised at the end of the visits. */
  promised: number;
  acts: number;
  /** The faults that happened, by their names. */
  struck: string[];
}

const MINUTE = 60_000;

export async function runRound(page: Page, plan: Plan): Promise<Outcome> {
  const round = new Round(page, plan);
  return round.run();
}

class Round {
  readonly #device: Device = newDevice();
  readonly #ledger = new Ledger();
  readonly #files: SavedFile[] = [];
  readonly #person = new Person(this.#files, (id) => this.#ledger.doubt(id));
  readonly #outcome: Outcome = { wrong: [], promised: 0, acts: 0, struck: [] };
  readonly #open = new Set<Doing>();
  #visits = 0;

  constructor(
    readonly page: Page,
    readonly plan: Plan,
  ) {}

  async run(): Promise<Outcome> {
    for (const [i, each] of this.plan.visits.entries()) await this.#visit(each, `visit ${i + 1}`);
    for (const when of ['first restart', 'second restart']) {
      const probe: Act = { kind: 'import', a: 1, b: 0, hasty: false };
      await this.#visit({ acts: [probe], faults: [], end: 'rest' }, when);
    }
    const [database, copy] = [
      await readAll(this.#device.database),
      await readAll(this.#device.copy),
    ];
    for (const each of differences(keptIn(database), keptIn(copy))) this.#wrong(`copy: ${each}`);
    return this.#outcome;
  }

  #wrong(what: string): void {
    this.#outcome.wrong.push(what);
  }

  async #visit({ acts, faults, end }: VisitPlan, when: string): Promise<void> {
    const { plan, page } = this;
    const wrong = (what: string) => this.#wrong(`${what} (${when})`);
    this.#open.clear();
    const seed = plan.seed + this.#visits++;
    const visit = new Visit(page, this.#device, faults, seed, (each) => this.#see(each));
    const hears = (error: unknown) => void visit.bugs.push(error);
    const deaf = listen(hears);
    try {
      let opened = false;
      const opening = () => {
        opened = true;
      };
      visit.app.openApp().then(opening, (error) => {
        visit.bugs.push(error);
        opening();
      });
      const inTime = await visit.until(() => opened, 10 * MINUTE);
      if (faults.length === 0) {
        this.#ledger.expectAll();
        if (!inTime) wrong('stuck: the page does not open');
        const kept = keptIn(await readAll(this.#device.database));
        for (const each of this.#ledger.judge(kept, 'busy', false)) wrong(each);
        for (const each of notShown(visit, kept)) wrong(each);
        if (visit.bugs.length > 0) wrong(`bug: ${visit.bugs.map(String).join('; ')}`);
      }
      for (const act of acts) {
        this.#outcome.acts++;
        const had = { bugs: visit.bugs.length, alone: this.#open.size === 0 };
        this.#fresh = false;
        const doing = this.#person.begin(visit, act);
        this.#open.add(doing);
        const over = () => void this.#open.delete(doing);
        doing.done.then(over, (error) => {
          visit.bugs.push(error);
          over();
        });
        if (act.hasty) {
          await visit.until(() => false, act.kind === 'wait' ? act.b * 200 : 0);
          continue;
        }
        const rested = await visit.until(() => isCalm(this.#mood(visit)), 10 * MINUTE);
        if (!rested || !had.alone || doing.achieved()) continue;
        if (!saysSomething(visit, had.bugs)) wrong(`unsaid: ${act.kind} did not do what was asked`);
      }
      if (end === 'kill') {
        await visit.until(() => false, 0);
      } else await this.#finish(visit, wrong);
    } finally {
      const mood = this.#mood(visit);
      this.#see(visit);
      const twice = visit.state.space.twice && mood === 'calm' && !visit.state.diskProblem;
      this.#outcome.struck.push(...[...visit.faults.struck].map(nameOf));
      await visit.close();
      deaf();
      this.#outcome.promised = this.#ledger.pictures;
      if (end === 'loss' && twice) {
        this.#device.database = new IDBFactory();
        this.#ledger.lose();
      } else {
        const kept = keptIn(await readAll(this.#device.database));
        for (const each of this.#ledger.judge(kept, mood)) wrong(each);
        // What was lost may have come back in part. The next visit goes on with it.
        if (!this.#ledger.isAwaiting) for (const each of kept.broken) wrong(`broken: ${each}`);
      }
    }
  }

  /** Waits until the page has nothing more to do, and says so. */
  async #finish(visit: Visit, wrong: (what: string) => void): Promise<void> {
    const { state } = visit;
    state.listProjects();
    state.refreshSpace();
    const rests = () => this.#busyWith(visit).length === 0;
    if (await visit.until(rests, 60 * MINUTE)) return;
    const { kind } = visit.app.savedView(visit.state);
    const hangs = [...visit.faults.struck].some(
      ({ how, place }) => how === 'hang' && place === 'database',
    );
    // A database that never answers lets nobody save. The bar must not say that all is saved.
    if (hangs && kind !== 'saved' && kind !== 'idle') return;
    wrong(`stuck: ${this.#busyWith(visit).join(', ')}; the bar says ${kind}`);
  }

  #busyWith(visit: Visit): string[] {
    const { saving, imports, transfer, role, phase, syncing, project, engine, engineError } =
      visit.state;
    // The badge says that a backbone is being loaded.
    const loads = engine.phase === 'loading' || engine.phase === 'starting';
    const waits = [...this.#open].flatMap(({ kind }) => (kind === 'backbone' && loads ? [] : kind));
    return [
      ...waits,
      ...(saving > 0 ? ['saving'] : []),
      ...(imports.some((each) => each.phase === 'reading') ? ['importing'] : []),
      ...(transfer ? [transfer.kind] : []),
      ...(role === 'leaves' ? ['leaving'] : []),
      ...(phase === 'training' ? ['training'] : []),
      ...(syncing && project && engine.phase === 'ready' && !engineError ? ['syncing'] : []),
    ];
  }

  #mood(visit: Visit): Mood {
    const { saving, imports, transfer, role, project, recording } = visit.state;
    const kinds = [...this.#open].map(({ kind }) => kind);
    if (!project || role !== 'leads' || transfer) return 'busy';
    const still = saving === 0 && imports.every(({ phase }) => phase !== 'reading') && !recording;
    if (kinds.length === 0) return still ? 'calm' : 'busy';
    return kinds.every((kind) => kind === 'import' || kind === 'record') ? 'adding' : 'busy';
  }

  #listed: unknown;
  /** Nothing was begun since the projects were listed. */
  #fresh = false;

  #see(visit: Visit): void {
    const { state } = visit;
    if (state.asked) state.answerAsked(true);
    // What is kept in memory is promised until the page closes, and no longer.
    if (state.diskProblem) return;
    const mood = this.#mood(visit);
    if (state.projects !== this.#listed) {
      this.#listed = state.projects;
      this.#fresh = true;
    }
    if (state.projects && this.#fresh) {
      this.#ledger.list(state.projects, mood);
      if (mood === 'calm') this.#fresh = false;
    }
    if (state.project && state.role !== 'leaves') {
      const { project, classes, samples, learned, saveError } = state;
      this.#ledger.see(
        { project, classes, samples, run: learned?.id, problem: saveError !== undefined },
        mood,
      );
    }
  }
}

const isCalm = (mood: Mood) => mood === 'calm';

const nameOf = ({ place, point, how, lasts }: Fault) =>
  `${place} ${point} ${how}${lasts ? ' from then on' : ''}`;

/** Whether anything on the page tells that an act was not done. */
function saysSomething(visit: Visit, bugsBefore: number): boolean {
  const { state } = visit;
  return (
    visit.bugs.length > bugsBefore ||
    [
      state.saveError,
      state.diskProblem,
      state.engineError,
      state.trainingError,
      state.refused,
      state.engine.error,
    ].some((each) => each !== undefined) ||
    state.imports.some(({ failures, phase }) => failures.length > 0 || phase !== 'done') ||
    state.fileProblems.length > 0 ||
    state.broken !== undefined
  );
}

function notShown(visit: Visit, kept: ReturnType<typeof keptIn>): string[] {
  const { project, classes, samples } = visit.state;
  if (!project) return ['broken: no project is shown'];
  const is = kept.projects.get(project.id);
  if (!is) return ['broken: the project on show is not on the disk'];
  const alive = new Set(classes.map(({ id }) => id));
  const shown = Object.values(samples).filter(({ classId }) => alive.has(classId));
  const found: string[] = [];
  if (classes.length !== is.classes.size) {
    found.push(`broken: ${classes.length} classes are shown, ${is.classes.size} are kept`);
  }
  if (shown.length !== is.samples.size) {
    found.push(`broken: ${shown.length} pictures are shown, ${is.samples.size} are kept`);
  }
  return found;
}

/** Where the second copy is not as the database is. */
function differences(one: ReturnType<typeof keptIn>, other: ReturnType<typeof keptIn>): string[] {
  const idsIn = ({ projects }: ReturnType<typeof keptIn>) =>
    [...projects].flatMap(([id, { classes, samples }]) => [
      id,
      ...classes.keys(),
      ...samples.keys(),
    ]);
  const [ours, theirs] = [new Set(idsIn(one)), new Set(idsIn(other))];
  return [
    ...[...ours].filter((id) => !theirs.has(id)).map((id) => `${id.slice(0, 4)} is not in it`),
    ...[...theirs].filter((id) => !ours.has(id)).map((id) => `${id.slice(0, 4)} is in it alone`),
  ];
}

/** Hears what nobody handles, in place of whoever does so otherwise. */
function listen(hear: (error: unknown) => void): () => void {
  const events = ['unhandledRejection', 'uncaughtException'] as const;
  const before = events.map((event) => [event, process.listeners(event as never)] as const);
  for (const event of events) {
    process.removeAllListeners(event);
    process.on(event, hear);
  }
  return () => {
    for (const [event, listeners] of before) {
      process.removeAllListeners(event);
      for (const each of listeners) process.on(event, each as never);
    }
  };
}
