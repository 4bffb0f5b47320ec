// A person's own models: read from files, inspected, kept, used and removed. This is a store of its
// own, loaded when somebody asks for it.
import { create } from 'zustand';
import { ArchiveError } from '../../archive/archive-error';
import { blobOf, listZip } from '../../archive/zip';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import { ownIdOf, partsOfOwnId } from '../../model/own-id';
import type {
  ModelEnd,
  ModelPart,
  OwnModelFacts,
  OwnModelFile,
  OwnModelProblem,
  PixelScaling,
  ScalingAdvice,
} from '../../model/own-model';
import { services } from '../../runtime/services';
import { bitmapOf } from '../../runtime/stored-bitmaps';
import {
  type KeptModel,
  keepOwnBackbone,
  listOwnBackbones,
  readOwnBackbone,
  removeOwnBackbone,
  renameOwnBackbone,
} from '../../storage/own-backbones';
import { useApp } from '../app-store';
import { asAct } from '../as-act';
import type { Outcome } from '../outcome';
import { someOf } from '../project/some-samples';
import { requestOf } from './learned-from';
import { DownloadError, downloadOfficial, type OfficialModel } from './official-backbones';

/** More than any backbone has that runs well in a browser. */
const MOST_BYTES = 300e6;
/**
 * The number of pictures by which scalings are compared. If either of two classes has too few,
 * nothing is suggested.
 */
const MOST_PICTURES = 80;
const LEAST_A_CLASS = 5;

export type ModelProblem =
  | OwnModelProblem
  | {
      kind: 'too-large' | 'zip' | 'not-the-same' | 'download' | EngineErrorKind;
      details: string[];
    };

export interface Choice {
  name: string;
  scaling: PixelScaling;
  end: ModelEnd;
  inputSize: number;
}

export interface OwnBackbones {
  /** Undefined until they have been read. */
  kept: KeptModel[] | undefined;
  /** The model being inspected before it is used. `file` is there if the model is not kept yet. */
  opened: { facts: OwnModelFacts; file: OwnModelFile | undefined } | undefined;
  problem: ModelProblem | undefined;
  busy: 'downloading' | 'reading' | 'comparing' | 'loading' | undefined;
  /** The scaling that suits the model best. */
  suggested: ScalingAdvice | undefined;
  list(): Outcome;
  /**
   * Inspects files. If they are the model that the project is missing, it is put to use at once and
   * the result is true.
   */
  open(files: readonly File[]): Outcome<boolean>;
  /** Ends the inspection that is under way. */
  stop(): void;
  /** Inspects a model fetched from Google, only after a person has agreed to that. */
  download(model: OfficialModel): Outcome<boolean>;
  openKept(model: KeptModel): void;
  close(): void;
  /** Compares scalings on the person's own pictures. */
  suggest(choice: Pick<Choice, 'end' | 'inputSize'>): Outcome;
  /** Keeps the open model and puts it to use. False if that fails. */
  use(choice: Choice): Outcome<boolean>;
  remove(hash: string): Outcome;
}

export const useOwnBackbones = create<OwnBackbones>()((set, get) => {
  let cancel = new AbortController();

  /** Runs work that may fail. Shows why it did, and then resolves with undefined. */
  const busy = async <T>(
    what: NonNullable<OwnBackbones['busy']>,
    work: () => Promise<T>,
  ): Promise<T | undefined> => {
    if (get().busy) return undefined;
    set({ busy: what, problem: undefined });
    const unlessUnreadable = async () => {
      try {
        return await work();
      } catch (error) {
        if (what === 'reading' && cancel.signal.aborted) return undefined; // It was stopped.
        if (error instanceof ArchiveError) {
          const kind = error.kind === 'too-large' ? 'too-large' : 'zip';
          set({ problem: { kind, details: [error.kind] } });
        } else if (error instanceof DownloadError) {
          set({ problem: { kind: 'download', details: [] } });
        } else throw error;
        return undefined;
      }
    };
    try {
      return await asAct(unlessUnreadable, (kind, message) =>
        set({ problem: { kind, details: [message] } }),
      );
    } finally {
      set({ busy: undefined });
    }
  };

  const keepAndUse = async (
    { facts, file }: NonNullable<OwnBackbones['opened']>,
    { name, scaling, end, inputSize }: Choice,
  ): Promise<boolean> => {
    const { hash } = facts;
    if (file) await keepOwnBackbone({ ...facts, name }, file);
    else await renameOwnBackbone(hash, name);
    const backbone = ownIdOf({ hash, scaling, end });
    const { chooseBackbone } = useApp.getState();
    const kind = await chooseBackbone({ backbone, inputSize, ...(name && { name }) });
    if (kind) set({ problem: { kind, details: [] } });
    await get().list();
    return kind === undefined;
  };

  /**
   * Inspects a model. If the project is missing it, it is put to use at once and the result is
   * true.
   */
  const look = async (parts: readonly ModelPart[], name: string): Promise<boolean> => {
    set({ opened: undefined, suggested: undefined });
    if (parts.reduce((sum, { content }) => sum + content.size, 0) > MOST_BYTES) {
      set({ problem: { kind: 'too-large', details: [] } });
      return false;
    }
    const report = await services().engine.callAside('inspectOwnModel', [...parts], cancel.signal);
    if ('problem' in report) {
      set({ problem: report.problem });
      return false;
    }
    const facts = { ...report.facts, name: report.facts.name || name };
    const { refused } = useApp.getState();
    const missed = refused && partsOfOwnId(refused.spec.backbone);
    if (refused && missed?.hash === facts.hash) {
      const { inputSize } = refused.spec;
      const choice = { ...missed, name: refused.spec.name ?? facts.name, inputSize };
      return keepAndUse({ facts, file: report.file }, choice);
    }
    set({ opened: { facts, file: report.file } });
    if (refused) set({ problem: { kind: 'not-the-same', details: [refused.spec.name ?? ''] } });
    return false;
  };

  return {
    kept: undefined,
    opened: undefined,
    problem: undefined,
    busy: undefined,
    suggested: undefined,

    async list() {
      await asAct(async () => set({ kept: await listOwnBackbones() }));
    },

    async open(files) {
      if (get().busy) return false;
      cancel = new AbortController();
      const { signal } = cancel;
      const [only] = files.length === 1 ? files : [];
      const read = async () => look(await partsOf(files, signal), nameOf(only));
      return (await busy('reading', read)) ?? false;
    },

    stop() {
      cancel.abort();
    },

    async download(model) {
      cancel = new AbortController();
      const { signal } = cancel;
      const parts = await busy('downloading', async () => {
        try {
          return await downloadOfficial(model, signal);
        } catch (error) {
          if (signal.aborted) return undefined; // The dialog was closed meanwhile.
          throw error;
        }
      });
      return (parts && (await busy('reading', () => look(parts, '')))) ?? false;
    },

    openKept(model) {
      cancel.abort();
      set({ opened: { facts: model, file: undefined }, problem: undefined, suggested: undefined });
    },

    close() {
      cancel.abort();
      set({ opened: undefined, problem: undefined, suggested: undefined });
    },

    async suggest({ end, inputSize }) {
      const { opened } = get();
      if (!opened) return;
      cancel = new AbortController();
      const { signal } = cancel;
      const suggested = await busy('comparing', async () => {
        const file = opened.file ?? (await readOwnBackbone(opened.facts.hash));
        if (!file) throw new EngineError('own-backbone-missing', opened.facts.name);
        const pictures = await somePictures();
        return services().engine.call(
          'compareScalings',
          { file, end, inputSize, pictures },
          { signal },
        );
      });
      if (get().opened === opened) set({ suggested });
    },

    async use(choice) {
      const { opened } = get();
      if (!opened) return false;
      return (await busy('loading', () => keepAndUse(opened, choice))) ?? false;
    },

    async remove(hash) {
      await busy('loading', () => removeOwnBackbone(hash));
      if (get().opened?.facts.hash === hash) get().close();
      await get().list();
      await useApp.getState().refreshSpace();
    },
  };
});

/** Whether two classes have enough pictures to compare scalings by. */
export function canSuggest(state: ReturnType<typeof useApp.getState>): boolean {
  const { samples } = requestOf(state, '');
  const counts = new Map<number, number>();
  for (const { label } of samples) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts.values()].filter((count) => count >= LEAST_A_CLASS).length >= 2;
}

async function somePictures() {
  const { samples } = requestOf(useApp.getState(), '');
  const pictures = await Promise.all(
    someOf(samples, MOST_PICTURES).map(async ({ id, label }) => {
      const picture = await bitmapOf(id);
      return picture && { label, bitmap: picture.bitmap };
    }),
  );
  return pictures.filter((each) => each !== undefined);
}

/** The files themselves, with the contents of any zip among them. */
async function partsOf(files: readonly File[], signal: AbortSignal): Promise<ModelPart[]> {
  const parts: ModelPart[] = [];
  for (const file of files) {
    if (!file.name.toLowerCase().endsWith('.zip')) {
      parts.push({ path: file.name, content: file });
      continue;
    }
    let room = MOST_BYTES;
    for (const item of await listZip(file, signal)) {
      const content = await blobOf(item, room, { signal });
      room -= content.size;
      parts.push({ path: item.path, content });
    }
  }
  return parts;
}

function nameOf(file: File | undefined): string {
  return file?.name.replace(/\.\w+$/, '') ?? '';
}
