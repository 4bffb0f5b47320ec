// Brings in somebody else's model and compares it with the classifier on the project's own held-out
// pictures. This is a store of its own, loaded with the views that show it.
import { create } from 'zustand';
import { ArchiveError } from '../../archive/archive-error';
import { blobOf, listZip, type ZipItem } from '../../archive/zip';
import { isArchive } from '../../model/brought-files';
import { EngineError } from '../../model/engine-error';
import { cleanText } from '../../model/file-names';
import type { Fingerprint } from '../../model/fingerprint';
import type { ImportProblem, ModelComparison } from '../../model/imported-model';
import { newId } from '../../model/new-id';
import type { Prediction } from '../../model/prediction';
import type { StoredRun } from '../../model/run';
import { PictureError } from '../../pictures/picture-error';
import { services } from '../../runtime/services';
import { bitmapsOf } from '../../runtime/stored-bitmaps';
import { useApp } from '../app-store';
import { answeredOf } from '../inspect/answers';
import { createMeasurement, type Measuring } from '../measuring';
import { answeringRun, canAnswer } from '../train/stand-in-slice';
import type { OtherModel } from './other-model-slice';

/** Why there is no other model. `engine`: the engine crashed on it, or is not ready. */
export type ModelProblem = ImportProblem | 'encrypted' | 'damaged' | 'engine';

/** A picture on which the two disagree, or which both get wrong. */
export interface ComparedPicture {
  id: string;
  /** Indices into the run's classes. */
  is: number;
  ours: number;
  /** An index into the other model's labels, with its share. */
  theirs: { label: number; share: number };
  oursRight: boolean;
  theirsRight: boolean;
}

export interface Compared extends Pick<ModelComparison, 'ours' | 'theirs' | 'difference'> {
  fingerprint: Fingerprint;
  model: OtherModel;
  set: 'test' | 'heldOut';
  pictures: ComparedPicture[];
  /**
   * Held-out pictures of classes that the other model does not know. They count for neither model.
   */
  leftOut: number;
}

/** The number of pictures answered so far. */
type Step = {
  done: number;
  total: number;
};

/** What both models say about one picture. */
export interface TriedPicture {
  picture: Blob;
  ours: Prediction | undefined;
  theirs: readonly number[] | undefined;
}

/** It is kept as long as the other model is, which is while the page is open. */
export interface Comparison extends Measuring<Compared | undefined, Step> {
  /** A model is being read. */
  reading: boolean;
  problem: { kind: ModelProblem; detail: string } | undefined;
  /** The engine gave no answer to the picture that was tried. */
  unanswered: boolean;
  tried: TriedPicture | undefined;
  /** The file that was tried is not a picture that can be read. */
  unreadable: boolean;
  /**
   * Takes a model from its files or from a zip of them. If it cannot be taken, the earlier model
   * stays.
   */
  bring(files: readonly File[]): Promise<void>;
  /** Brings the same files in again after the engine was replaced. */
  bringAgain(): Promise<void>;
  /** Ends the reading of a model. */
  stopBringing(): void;
  remove(): Promise<void>;
  /**
   * Answers the held-out pictures.
   * @param names of the run's classes, as they are shown
   */
  measure(names: readonly string[]): Promise<void>;
  tryPicture(picture: Blob): Promise<void>;
}

const MOST_FILE_BYTES = 256e6;
const MOST_NAME = 80;

const NOTHING = { measured: undefined, unanswered: false, tried: undefined, unreadable: false };

export const useComparison = create<Comparison>()((set, get) => {
  let given: readonly File[] = [];
  let cancel = new AbortController();
  const { initial, run } = createMeasurement<Comparison['measured'], Step>({
    set,
    get,
    nothing: undefined,
  });

  const bring = async (files: readonly File[]) => {
    if (get().reading) return;
    get().stop();
    set({ reading: true, problem: undefined });
    cancel = new AbortController();
    const { signal } = cancel;
    try {
      const { engine } = services();
      const parts = await unpacked(files, signal);
      // Tried where it can do no harm. What works there is small enough to be loaded at once.
      const trial = await engine.callAside('importModel', parts, signal);
      const outcome = 'problem' in trial ? trial : await engine.call('importModel', parts);
      if ('problem' in outcome) {
        set({ problem: { kind: outcome.problem, detail: outcome.detail } });
        return;
      }
      given = files;
      const { name, labels, ...info } = outcome.info;
      const clean = (text: string) => cleanText(text, MOST_NAME).trim();
      set({ ...NOTHING, error: undefined });
      const { takeOtherModel } = useApp.getState();
      takeOtherModel({ ...info, id: newId(), name: clean(name), labels: labels.map(clean) });
    } catch (error) {
      if (!signal.aborted) set({ problem: problemOf(error) });
    } finally {
      set({ reading: false });
    }
  };

  return {
    ...initial,
    ...NOTHING,
    reading: false,
    problem: undefined,

    bring,
    bringAgain: () => bring(given),
    stopBringing: () => cancel.abort(),

    async remove() {
      get().stop();
      given = [];
      set({ ...NOTHING, problem: undefined });
      useApp.getState().takeOtherModel(undefined);
      try {
        await services().engine.call('dropImported', undefined);
      } catch (error) {
        // The model is gone with its worker in that case.
        if (!(error instanceof EngineError)) throw error;
      }
    },

    async measure(names) {
      const app = useApp.getState();
      const { otherModel: model } = app;
      const answering = answeringRun(app);
      if (!model || model.gone || !answering) return;
      const found = toCompare(answering, names, model);
      if (!found) return;
      const { request, answered, set: of, leftOut } = found;
      await run({ done: 0, total: request.pictures.length }, async ({ signal, tell, take }) => {
        set({ measured: undefined });
        const result = await services().engine.call('compareImported', request, {
          picturesOf: bitmapsOf,
          onEvent: tell,
          signal,
        });
        if (signal.aborted || !result) return;
        const { said, right, ...figures } = result;
        const pictures = answered.flatMap(({ id, label, said: ours }, i): ComparedPicture[] => {
          const theirs = said[i];
          if (!theirs) return [];
          const oursRight = ours === label;
          return [{ id, is: label, ours, theirs, oursRight, theirsRight: right[i] ?? false }];
        });
        const fingerprint = comparisonFingerprintOf(answering, model, names);
        await take({ ...figures, fingerprint, model, set: of, pictures, leftOut });
      });
    },

    async tryPicture(picture) {
      set({ unreadable: false, unanswered: false });
      const { engine, pictures } = services();
      try {
        const bitmap = await pictures.square(picture);
        const copy = await createImageBitmap(bitmap);
        try {
          const ours = canAnswer(useApp.getState())
            ? await engine.call('predict', bitmap)
            : undefined;
          const theirs = await engine.call('answerImported', copy);
          set({ tried: { picture, ours, theirs } });
        } finally {
          bitmap.close();
          copy.close();
        }
      } catch (error) {
        if (error instanceof PictureError) set({ unreadable: true, tried: undefined });
        else if (error instanceof EngineError) set({ unanswered: true });
        else throw error;
      }
    },
  };
});

/**
 * Names decide which classes are the same, so after a class is renamed it is another comparison.
 */
export const comparisonFingerprintOf = (
  run: Pick<StoredRun, 'id'> | undefined,
  { id }: Pick<OtherModel, 'id'>,
  names: readonly string[],
): Fingerprint => JSON.stringify([run?.id, id, names]);

/** Case, spaces and the way letters are composed make no difference to a name. */
const folded = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');

/**
 * For each label, the index of the class with the same name, or -1. If several labels have one
 * name, the first gets it.
 */
export function matchClasses(labels: readonly string[], names: readonly string[]): number[] {
  const left = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    if (!left.has(folded(name))) left.set(folded(name), i);
  }
  return labels.map((label) => {
    const found = left.get(folded(label));
    if (found === undefined || folded(label) === '') return -1;
    left.delete(folded(label));
    return found;
  });
}

/** One line of the other model's answer. */
export interface TheirShare {
  label: string;
  /** The person's own class with that name. */
  classIndex: number | undefined;
  share: number;
}

/** As many lines as a person can take in at once. */
const MOST_LINES = 10;

/**
 * The other model's answer in the order of its labels. If there are many labels, only the
 * likeliest, best first.
 * @param names of the person's classes
 */
export function theirShares(
  { labels }: Pick<OtherModel, 'labels'>,
  answer: readonly number[],
  names: readonly string[],
): TheirShare[] {
  const classOf = matchClasses(labels, names);
  const all = labels.map((label, i) => {
    const known = classOf[i] ?? -1;
    return { label, classIndex: known < 0 ? undefined : known, share: answer[i] ?? 0 };
  });
  if (all.length <= MOST_LINES) return all;
  return all.sort((a, b) => b.share - a.share).slice(0, MOST_LINES);
}

/**
 * The set to measure on: the pictures that a person set aside, or else those held out from
 * training.
 */
export function setToCompare({ result: { test, validation } }: StoredRun) {
  if (test?.answers && test.total > 0) return { name: 'test' as const, answers: test.answers };
  if (!validation?.answers || validation.total === 0) return undefined;
  return { name: 'heldOut' as const, answers: validation.answers };
}

function toCompare(run: StoredRun, names: readonly string[], { labels }: OtherModel) {
  const chosen = setToCompare(run);
  if (!chosen) return undefined;
  const classOf = matchClasses(labels, names);
  const { samples } = useApp.getState();
  const there = answeredOf(chosen.answers).filter(({ id }) => samples[id]);
  const answered = there.filter(({ label }) => classOf.includes(label));
  if (answered.length === 0) return undefined;
  // Recordings of nearly the same pictures count as one, as they did in the run.
  const joined = new Map(
    run.result.split.joinedGroups?.flatMap((all) => all.map((group) => [group, all[0]] as const)),
  );
  const pictures = answered.map(({ id, label, said }) => {
    const group = samples[id]?.group ?? id;
    return { id, label, group: joined.get(group) ?? group, right: said === label };
  });
  return {
    request: { pictures, classOf },
    answered,
    set: chosen.name,
    leftOut: there.length - answered.length,
  };
}

/** The model's files: those given, or those that lie together in a zip. @throws {ArchiveError} */
async function unpacked(files: readonly File[], signal: AbortSignal): Promise<File[]> {
  const archive = files.find(isArchive);
  if (!archive || files.some(({ name }) => name.toLowerCase() === 'model.json')) return [...files];
  const items = await listZip(archive, signal);
  const folderOf = ({ path }: ZipItem) => path.slice(0, path.lastIndexOf('/') + 1);
  const nameOf = (item: ZipItem) => item.path.slice(folderOf(item).length);
  const [model] = items
    .filter((item) => nameOf(item).toLowerCase() === 'model.json')
    .sort((a, b) => a.path.length - b.path.length);
  if (!model) return [];
  // An archive that was taken away from this app also has pictures and programs in it. Shards of
  // weights may have no extension.
  const wanted = items.filter(
    (item) =>
      folderOf(item) === folderOf(model) && /(\.(json|bin|txt)|shard\d+of\d+)$/i.test(item.path),
  );
  const size = wanted.reduce((sum, item) => sum + item.size, 0);
  if (size > MOST_FILE_BYTES) throw new ArchiveError('too-large', `${size} bytes`);
  const unfit = wanted.find((item) => item.unfit === 'encrypted');
  if (unfit) throw new ArchiveError('encrypted', unfit.path);
  return Promise.all(
    wanted.map(
      async (item) => new File([await blobOf(item, MOST_FILE_BYTES, { signal })], nameOf(item)),
    ),
  );
}

function problemOf(error: unknown): Comparison['problem'] {
  if (error instanceof EngineError) return { kind: 'engine', detail: error.message };
  // The file was removed or changed after it was chosen.
  if (error instanceof DOMException) return { kind: 'damaged', detail: error.message };
  if (!(error instanceof ArchiveError)) throw error;
  const { kind, detail } = error;
  if (kind === 'encrypted' || kind === 'too-large') return { kind, detail };
  return { kind: 'damaged', detail };
}
