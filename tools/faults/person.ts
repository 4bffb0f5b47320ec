// Somebody who uses the page through its store, as the views do.
import fc from 'fast-check';
import type { Visit } from './visit';
import { Bitmap, jpegOf } from './workers';

const KINDS = [
  'import',
  'import-folders',
  'record',
  'rename',
  'add-class',
  'delete-class',
  'delete',
  'move',
  'set-aside',
  'second-task',
  'settings',
  'undo',
  'redo',
  'new-project',
  'switch',
  'rename-project',
  'duplicate',
  'delete-project',
  'restore-project',
  'remove-project',
  'free',
  'learn',
  'reset-learning',
  'backbone',
  'save-file',
  'open-file',
  'merge-file',
  'cancel',
  'wait',
] as const;
type Kind = (typeof KINDS)[number];

/** Acts that make the others interesting come more often. */
const OFTEN: readonly Kind[] = [
  ...Array<Kind>(5).fill('import'),
  ...Array<Kind>(5).fill('record'),
  ...Array<Kind>(3).fill('delete'),
  ...Array<Kind>(3).fill('undo'),
  'rename',
  'switch',
];

/** One act. What it is done to follows from `a` and `b` and from what is there. */
export interface Act {
  kind: Kind;
  a: number;
  b: number;
  /** The next act does not wait for this one. */
  hasty: boolean;
}

export const anyAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom(...KINDS, ...OFTEN),
  a: fc.nat(7),
  b: fc.nat(7),
  hasty: fc.boolean(),
});

/** A project file that was saved, and how many pictures it has. */
export interface SavedFile {
  blob: Blob;
  pictures: number;
}

export interface Doing {
  kind: Kind;
  /** What it comes to. It rejects only on a bug. */
  done: Promise<unknown>;
  /** Whether it did what was asked. Ask when it is over. */
  achieved(): boolean;
}

/** From one frame of a recording to the next. */
const FRAME_MS = 125;

const NOTHING: Pick<Doing, 'done' | 'achieved'> = { done: Promise.resolve(), achieved: () => true };

export class Person {
  #numbers = 0;

  constructor(
    /** What the person has saved, in this visit or an earlier one. */
    readonly files: SavedFile[],
    /** A project may be gone from now on, or be there again. */
    readonly doubt: (projectId: string) => void,
  ) {}

  /** Begins an act. Undefined if there is nothing to do it to. */
  begin(visit: Visit, { kind, a, b }: Act): Doing {
    return { kind, ...(this.#ways(visit, a, b)[kind]() ?? NOTHING) };
  }

  #next(what: string): string {
    return `${what} ${++this.#numbers}`;
  }

  #ways(
    visit: Visit,
    a: number,
    b: number,
  ): Record<Kind, () => Pick<Doing, 'done' | 'achieved'> | undefined> {
    const now = () => visit.state;
    const before = now();
    const { project, classes } = before;
    const one = <T>(list: readonly T[], n = a): T | undefined => list[n % Math.max(1, list.length)];
    const samples = Object.values(before.samples).filter(({ classId }) =>
      classes.some(({ id }) => id === classId),
    );
    const some = samples.filter((_, i) => i % (a + 1) === b % (a + 1)).slice(0, b + 1);
    const ids = some.map(({ id }) => id);
    const into = one(classes);
    const others = before.projects?.filter((each) => each.project.id !== project?.id) ?? [];
    const act = (done: PromiseLike<unknown>, achieved: () => boolean = () => true) => ({
      done: Promise.resolve(done),
      achieved,
    });
    const lists = (id: string) =>
      now().project?.id === id || (now().projects?.some((each) => each.project.id === id) ?? false);
    const files = (count: number) =>
      Array.from({ length: count }, () => {
        const name = this.#next('file');
        return new File([jpegOf(name)], `${name}.jpg`, { type: 'image/jpeg' });
      });
    const allIn = (names: readonly string[]) => () => {
      const there = new Set(Object.values(now().samples).map(({ name }) => name));
      return names.every((name) => there.has(name));
    };
    const offer = async () => {
      const file = one(this.files);
      if (!file) return;
      await now().openArchive(new File([file.blob], 'project.apprentice.zip'));
    };

    return {
      import: () => {
        if (!into) return undefined;
        const good = files(b + 1);
        const bad = a % 3 === 0 ? [new File(['no picture'], 'bad.jpg')] : [];
        return act(
          now().importFiles(
            [...good, ...bad].map((file) => ({ file })),
            into.id,
          ),
          allIn(good.map(({ name }) => name)),
        );
      },
      'import-folders': () => {
        const good = files(b + 2);
        const placed = good.map((file, i) => ({ file, folder: `folder ${(a + i) % 3}` }));
        return act(now().importFiles(placed), allIn(good.map(({ name }) => name)));
      },
      record: () => {
        if (!into) return undefined;
        const count = () =>
          Object.values(now().samples).filter(({ source }) => source === 'camera').length;
        const had = count();
        now().startRecording(into.id, { test: a === 7 });
        const takeAll = async () => {
          for (let i = 0; i <= b && now().recording; i++) {
            now().recordFrame(new Bitmap(this.#next('frame')) as unknown as ImageBitmap);
            await new Promise<void>((resolve) => visit.clock.later(resolve, FRAME_MS));
          }
          now().stopRecording();
        };
        return act(takeAll(), () => count() - had === b + 1);
      },
      rename: () => {
        if (!into) return undefined;
        const name = this.#next('class');
        const is = () => now().classes.find(({ id }) => id === into.id)?.name === name;
        return act(now().renameClass(into.id, name), is);
      },
      'add-class': () => {
        if (classes.length > 4) return undefined;
        return act(
          now().addClass(this.#next('class')),
          () => now().classes.length > classes.length,
        );
      },
      'delete-class': () => {
        if (!into) return undefined;
        const gone = () => now().classes.every(({ id }) => id !== into.id);
        return act(now().deleteClass(into.id), gone);
      },
      delete: () => act(now().deleteSamples(ids), () => ids.every((id) => !now().samples[id])),
      move: () => {
        if (!into) return undefined;
        const moved = () => ids.every((id) => now().samples[id]?.classId === into.id);
        return act(now().moveSamples(ids, into.id), moved);
      },
      'set-aside': () =>
        act(now().setAside(ids, b % 2 === 0), () =>
          ids.every((id) => (now().samples[id]?.test ?? false) === (b % 2 === 0)),
        ),
      'second-task': () => {
        const task = a > 1 ? { name: 'which', labels: [{ id: `l${b}`, name: 'left' }] } : undefined;
        const work = async () => {
          await now().changeSecondTask(task);
          await now().labelSamples(ids, task?.labels[0]?.id);
        };
        return act(work(), () => now().project?.secondTask?.name === task?.name);
      },
      settings: () => act(now().changeSettings({ seed: a }), () => now().settings.seed === a),
      undo: () => {
        if (before.undoable.length === 0) return undefined;
        return act(now().undo(), () => now().redoable.length > before.redoable.length);
      },
      redo: () => {
        if (before.redoable.length === 0) return undefined;
        return act(now().redo(), () => now().redoable.length < before.redoable.length);
      },
      'new-project': () =>
        act(
          now().newProject(),
          () => now().project?.id !== undefined && now().project?.id !== project?.id,
        ),
      switch: () => {
        const target = one(others)?.project.id;
        if (target === undefined) return act(now().listProjects());
        return act(now().switchProject(target), () => now().project?.id === target);
      },
      'rename-project': () => {
        const target = a % 2 === 0 ? project : one(others)?.project;
        if (!target) return undefined;
        const name = this.#next('project');
        this.doubt(target.id);
        return act(now().renameAnyProject(target.id, name), () => {
          const row = now().projects?.find((each) => each.project.id === target.id)?.project;
          return row?.name === name;
        });
      },
      duplicate: () => {
        if (!project) return undefined;
        const name = this.#next('copy');
        const is = () =>
          now().projects?.find((each) => each.project.name === name)?.pictures === samples.length;
        return act(now().duplicateProject(project.id, name), is);
      },
      'delete-project': () => {
        const target = a % 2 === 0 ? project : one(others)?.project;
        if (!target) return undefined;
        this.doubt(target.id);
        return act(now().deleteProject(target.id), () => !lists(target.id));
      },
      'restore-project': () => {
        const target = one(before.deletedProjects)?.project;
        if (!target) return act(now().listProjects());
        this.doubt(target.id);
        return act(now().bringBackProject(target.id), () => lists(target.id));
      },
      'remove-project': () => {
        const target = one(before.deletedProjects)?.project;
        if (!target) return undefined;
        const gone = () => now().deletedProjects.every((each) => each.project.id !== target.id);
        return act(now().removeDeletedProject(target.id), gone);
      },
      free: () => act(now().freeDeleted()),
      learn: () => act(now().learn()),
      'reset-learning': () => act(now().resetLearning()),
      backbone: () => {
        const spec =
          a % 2 === 0
            ? ({ backbone: 'efficientnet-lite0', inputSize: 224 } as const)
            : ({ backbone: 'mobilenet-v2', inputSize: b % 2 === 0 ? 192 : 224 } as const);
        let why: unknown;
        const work = async () => {
          why = await now().chooseBackbone(spec);
        };
        // The reason is shown where it was chosen.
        return act(work(), () => why !== undefined || now().spec.backbone === spec.backbone);
      },
      'save-file': () => {
        if (!project) return undefined;
        let blob: Blob | undefined;
        const work = async () => {
          blob = await now().projectFile(project.id);
          if (blob) this.files.push({ blob, pictures: samples.length });
        };
        return act(work(), () => blob !== undefined);
      },
      'open-file': () => {
        const file = one(this.files);
        if (!file) return undefined;
        const work = async () => {
          await offer();
          if (now().offered) await now().openOffered();
        };
        return act(work(), () => {
          const { brought } = now();
          return (
            brought?.how === 'opened' &&
            brought.pictures + brought.failures.length === file.pictures
          );
        });
      },
      'merge-file': () => {
        if (this.files.length === 0) return undefined;
        const work = async () => {
          await offer();
          if (now().offered) await now().mergeOffered();
        };
        return act(work(), () => now().brought?.how === 'merged');
      },
      cancel: () => {
        const reading = before.imports.find(({ phase }) => phase === 'reading');
        now().cancelTransfer();
        return reading && act(now().cancelImport(reading.id));
      },
      wait: () => undefined,
    };
  }
}
