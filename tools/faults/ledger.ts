// What a page promised, and whether that is what is on the disk afterwards. Pure: no page, no
// clock.
import type { ClassRow, ProjectRow, SampleRow } from '../../src/model/project';
import type { ProjectSummary } from '../../src/storage/projects';
import { faults as inconsistencies } from '../torture/ledger';
import { pictureIn } from './workers';

/** What a page shows of the open project. */
export interface Shown {
  project: ProjectRow;
  classes: readonly ClassRow[];
  samples: Readonly<Record<string, SampleRow>>;
  /** The id of the run on show. Undefined if there is none. */
  run: string | undefined;
  /** The page says that something is not saved. It may be the run, which stays on show. */
  problem: boolean;
}

/**
 * - `calm`: the page says that everything is saved, or nothing is under way. All it shows is
 *   promised.
 * - `adding`: only new pictures are on their way. Each is shown once it is on the disk.
 * - `busy`: what is shown may be on the disk or not.
 */
export type Mood = 'calm' | 'adding' | 'busy';

type Values = Set<string>;

/** What may be on the disk of a project: one value where it is promised, more where it changes. */
interface Promised {
  alive: Values;
  row: Values;
  run: Values;
  classes: Map<string, Values>;
  samples: Map<string, Values>;
}

/** Stands for a row that is not there, or that is deleted. */
const ABSENT = '';
const YES = 'yes';

export class Ledger {
  readonly #projects = new Map<string, Promised>();
  readonly #away = new Set<string>();

  /** Notes what a page shows now. */
  see({ project, classes, samples, run, problem }: Shown, mood: Mood): void {
    const promised = this.#of(project.id);
    const others = mood === 'adding' ? 'busy' : mood;
    note(promised.alive, YES, others);
    note(promised.row, textOf(project), others);
    note(promised.run, run ?? ABSENT, problem ? 'busy' : others);
    const alive = new Set(classes.map(({ id }) => id));
    const shown = Object.values(samples).filter(({ classId }) => alive.has(classId));
    noteAll(promised.classes, classes, others);
    noteAll(promised.samples, shown, mood);
  }

  /** Notes which projects a page lists, apart from the one that it shows. */
  list(projects: readonly ProjectSummary[], mood: Mood): void {
    const listed = new Set(projects.map(({ project }) => project.id));
    for (const { project } of projects) {
      const { alive, row } = this.#of(project.id);
      note(alive, YES, mood);
      note(row, textOf(project), mood);
    }
    for (const [id, { alive }] of this.#projects) {
      if (!listed.has(id) && !this.#away.has(id)) note(alive, ABSENT, mood);
    }
  }

  /** From now on the project may be gone, or be there again. */
  doubt(id: string): void {
    this.#of(id).alive.add(YES).add(ABSENT);
  }

  /** The browser has lost the database. What was in it is away until a visit without faults. */
  lose(): void {
    for (const id of this.#projects.keys()) this.#away.add(id);
  }

  get isAwaiting(): boolean {
    return this.#away.size > 0;
  }

  /** From now on everything that was lost must be there again. */
  expectAll(): void {
    this.#away.clear();
  }

  /** The number of pictures that are promised. */
  get pictures(): number {
    let sum = 0;
    for (const { alive, samples } of this.#projects.values()) {
      if (!isSure(alive) || !alive.has(YES)) continue;
      for (const values of samples.values()) if (!values.has(ABSENT)) sum++;
    }
    return sum;
  }

  /** Where the disk does not hold what was promised. */
  judge(kept: Kept, mood: Mood, withRuns = true): string[] {
    const found: string[] = [];
    for (const [id, promised] of this.#projects) {
      if (this.#away.has(id)) continue;
      const is = kept.projects.get(id);
      const name = `project ${id.slice(0, 4)}`;
      const there = is ? YES : ABSENT;
      if (promised.alive.size > 0 && !promised.alive.has(there)) {
        found.push(is ? `resurrected: ${name}` : `lost: ${name}`);
      }
      if (!is) continue;
      compare(found, name, promised.row, textOf(is.project));
      if (withRuns) compare(found, `run of ${name}`, promised.run, is.run ?? ABSENT);
      compareAll(found, `class of ${name}`, promised.classes, is.classes);
      compareAll(found, `picture of ${name}`, promised.samples, is.samples);
      if (mood !== 'calm' || promised.samples.size === 0) continue;
      for (const key of is.samples.keys()) {
        if (promised.samples.has(key)) continue;
        found.push(`unsaid: picture of ${name} ${key.slice(0, 4)} was never shown`);
      }
    }
    return found;
  }

  #of(id: string): Promised {
    const known = this.#projects.get(id) ?? {
      alive: new Set(),
      row: new Set(),
      run: new Set(),
      classes: new Map(),
      samples: new Map(),
    };
    this.#projects.set(id, known);
    return known;
  }
}

const isSure = (values: Values) => values.size === 1;

function note(values: Values, value: string, mood: Mood): void {
  if (mood !== 'busy') values.clear();
  values.add(value);
}

function noteAll(all: Map<string, Values>, rows: readonly { id: string }[], mood: Mood): void {
  const shown = new Map(rows.map((row) => [row.id, textOf(row)]));
  for (const id of new Set([...all.keys(), ...shown.keys()])) {
    // A row that was never seen before may not be there yet.
    const values = all.get(id) ?? new Set(mood === 'busy' ? [ABSENT] : []);
    all.set(id, values);
    note(values, shown.get(id) ?? ABSENT, mood);
  }
}

function compare(found: string[], what: string, allowed: Values, is: string): void {
  if (allowed.size === 0 || allowed.has(is)) return;
  const kind =
    is === ABSENT ? 'lost' : allowed.has(ABSENT) && isSure(allowed) ? 'resurrected' : 'wrong';
  const should = [...allowed].map((text) => text || 'nothing').join(' or ');
  found.push(`${kind}: ${what}${kind === 'wrong' ? ` is ${is}, should be ${should}` : ''}`);
}

function compareAll(
  found: string[],
  what: string,
  all: ReadonlyMap<string, Values>,
  rows: ReadonlyMap<string, { id: string }>,
): void {
  for (const [id, allowed] of all) {
    const row = rows.get(id);
    compare(found, `${what} ${id.slice(0, 4)}`, allowed, row ? textOf(row) : ABSENT);
  }
}

/** A row's values in a fixed order. When a project was opened last is nobody's concern. */
function textOf(row: object): string {
  const { openedAt: _, ...values } = row as { openedAt?: number };
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}

interface KeptProject {
  project: ProjectRow;
  run: string | undefined;
  classes: Map<string, ClassRow>;
  samples: Map<string, SampleRow>;
}

/** What is on the disk: living projects with their living rows, and what does not hold together. */
export interface Kept {
  projects: Map<string, KeptProject>;
  broken: string[];
}

export type Tables = ReadonlyMap<string, readonly unknown[]>;

export function keptIn(tables: Tables | undefined): Kept {
  const rows = <Row>(name: string) => (tables?.get(name) ?? []) as Row[];
  const classes = rows<ClassRow>('classes');
  const samples = rows<SampleRow>('samples');
  const pictures = rows<{ id: string; bytes: ArrayBuffer }>('pictures');
  const features = rows<{ id: string; key: string; vector: Float32Array }>('features');
  const runs = rows<{ projectId: string; run: { id: string } }>('runs');
  const projects = new Map<string, KeptProject>();
  for (const project of rows<ProjectRow>('projects')) {
    if (project.deletedAt !== 0 || project.arriving) continue;
    const mine = classes.filter((row) => row.projectId === project.id && row.deletedAt === 0);
    const ids = new Set(mine.map(({ id }) => id));
    const own = samples.filter((row) => ids.has(row.classId) && row.deletedAt === 0);
    projects.set(project.id, {
      project,
      run: runs.find(({ projectId }) => projectId === project.id)?.run.id,
      classes: new Map(mine.map((row) => [row.id, row])),
      samples: new Map(own.map((row) => [row.id, row])),
    });
  }
  const shown = new Map(pictures.map(({ id, bytes }) => [id, pictureIn(bytes)]));
  const known = new Set(samples.map(({ id }) => id));
  const lengths = new Map<string, Record<string, number>>();
  for (const { id, key, vector } of features) {
    lengths.set(id, { ...lengths.get(id), [key]: vector.length });
  }
  const broken = inconsistencies({
    projects: rows<ProjectRow>('projects').map(({ id }) => ({ id, alive: projects.has(id) })),
    classes: classes.map((row) => ({ ...row, alive: row.deletedAt === 0 })),
    samples: samples
      .filter((row) => row.deletedAt === 0)
      .map(({ id, classId, projectId, seq, name }) => {
        const picture = shown.get(id);
        const right = picture !== undefined && (name === undefined || name === `${picture}.jpg`);
        const sample = { id, classId, projectId, seq, features: lengths.get(id) ?? {} };
        return right ? sample : { ...sample, unreadable: `its picture is ${picture ?? 'gone'}` };
      }),
    deleted: [],
    orphans: [...shown.keys()].filter((id) => !known.has(id)).map((id) => `picture ${id}`),
  });
  return { projects, broken };
}
