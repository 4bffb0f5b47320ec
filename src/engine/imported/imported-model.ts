// Somebody else's model, which answers next to the classifier. It has the names of its own classes,
// and gets its pictures as Teachable Machine's library feeds its own models.
import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import type { ImportedModelInfo, ImportProblem } from '../../model/imported-model';
import { findModel, OwnModelError, parametersOf, parseHeader } from '../own/model-files';
import { loadModel } from '../own/own-backbone';
import { tensorOf } from '../pixels';

/** Teachable Machine's models have 2 MB, and the largest networks for pictures some hundred. */
const MOST_BYTES = 256e6;
/** For a JSON or text file. Teachable Machine's model.json has 92 kB. */
const MOST_TEXT_BYTES = 16e6;
/** The side used if a model takes pictures of any size. */
const USUAL_SIDE = 224;
/**
 * How far the sum of its shares for one picture may be from 1, because weights may be quantised.
 */
const CLOSE = 0.05;

/** A model whose weights are live tensors until `dispose`. */
export interface ImportedModel {
  readonly info: ImportedModelInfo;
  /** Answers to pictures given as RGBA bytes at `info.inputSize`: [pictures × labels]. */
  answer(pictures: Uint8ClampedArray[]): Promise<Float32Array>;
  dispose(): void;
}

interface Refusal {
  problem: ImportProblem;
  detail: string;
}

class ModelRefused extends Error {
  override name = 'ModelRefused';

  constructor(readonly refusal: Refusal) {
    super(`${refusal.problem}: ${refusal.detail}`);
  }
}

const refused = (problem: ImportProblem, detail = '') => new ModelRefused({ problem, detail });

/** The most labels, and letters of one, that are taken. ImageNet's full set has 21,841 labels. */
const MOST_LABELS = 25_000;
const MOST_LETTERS = 200;

const label = v.pipe(
  v.string(),
  v.transform((text) => text.slice(0, MOST_LETTERS)),
);
const labels = v.pipe(v.array(label), v.maxLength(MOST_LABELS));

const metadataJson = v.object({
  labels: v.optional(labels),
  modelName: v.optional(label),
  packageName: v.optional(v.string()),
  userMetadata: v.optional(v.looseObject({ madeWith: v.optional(v.string()) })),
});

type Metadata = v.InferOutput<typeof metadataJson>;

/**
 * Loads a model from files onto the current backend, and has it answer one picture to see that it
 * can. Nothing is fetched. Its input is `pixel / 127 - 1`, as Teachable Machine's library scales
 * pictures. Models exported from this app undo that themselves.
 *
 * @returns the model, for the caller to dispose, or why there is none: then nothing of it is left
 */
export async function openModel(files: readonly File[]): Promise<ImportedModel | Refusal> {
  try {
    refuseLarge(files);
    const [metadataFile] = files.filter(isMetadata);
    const metadata = metadataFile ? await metadataOf(metadataFile) : {};
    const labels = metadata.labels ?? (await labelsOf(files));
    return await loaded(
      files.filter((file) => !isMetadata(file)),
      metadata,
      labels,
    );
  } catch (error) {
    if (error instanceof OwnModelError) return refusalOf(error, files);
    if (error instanceof ModelRefused) return error.refusal;
    throw error;
  }
}

async function loaded(
  files: readonly File[],
  metadata: Metadata,
  labels: readonly string[] | undefined,
): Promise<ImportedModel> {
  const file = await findModel(files.map((each) => ({ path: each.name, content: each })));
  const model = await loadModel(file);
  try {
    const inputSize = model.side ?? USUAL_SIDE;
    const answer = async (pictures: Uint8ClampedArray[]) => {
      const answers = tf.tidy(() => {
        const pixels = tensorOf(pictures, inputSize);
        return model.run(tf.sub(tf.div(pixels, 127), 1), 'output');
      });
      try {
        if (answers.rank !== 2) throw refused('not-classes', `[${answers.shape}]`);
        return await answers.data<'float32'>();
      } finally {
        answers.dispose();
      }
    };
    const blank = [new Uint8ClampedArray(inputSize * inputSize * 4)];
    const first = await answer(blank).catch((error: unknown) => {
      if (error instanceof ModelRefused) throw error;
      // For instance, this backend lacks an operation.
      throw refused('unsupported', String(error));
    });
    const sum = first.reduce((all, share) => all + share, 0);
    const shares = first.every((share) => share >= 0) && Math.abs(sum - 1) < CLOSE;
    if (first.length < 2 || !shares) throw refused('not-classes');
    if (labels && labels.length !== first.length) {
      throw refused('labels', `${labels.length} / ${first.length}`);
    }
    const start = performance.now();
    await answer(blank);
    const info: ImportedModelInfo = {
      name: metadata.modelName ?? '',
      labels: labels ? [...labels] : Array.from(first, () => ''),
      madeBy: makerOf(metadata),
      inputSize,
      parameters: parametersOf(parseHeader(file.header).weightSpecs),
      bytes: file.weights.size,
      msPerPicture: performance.now() - start,
    };
    return { info, answer, dispose: () => model.dispose() };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

const isMetadata = ({ name }: File) => name.toLowerCase() === 'metadata.json';

function refuseLarge(files: readonly File[]): void {
  const text = files.find(
    ({ name, size }) => /\.(json|txt)$/i.test(name) && size > MOST_TEXT_BYTES,
  );
  const all = files.reduce((sum, { size }) => sum + size, 0);
  if (text || all > MOST_BYTES) throw refused('too-large', text?.name);
}

async function metadataOf(file: File): Promise<Metadata> {
  let json: unknown;
  try {
    json = JSON.parse(await file.text());
  } catch {
    throw refused('not-json', file.name); // Whatever the parser reports, the file is not JSON.
  }
  const parsed = v.safeParse(metadataJson, json);
  const [issue] = parsed.issues ?? [];
  if (issue?.type === 'max_length') throw refused('labels', issue.received);
  if (!parsed.success) throw refused('not-json', file.name);
  const { packageName } = parsed.output;
  if (/pose|speech|audio/i.test(packageName ?? '')) throw refused('not-pictures', packageName);
  return parsed.output;
}

/** Lines such as "0 Name", in the order of the outputs. */
async function labelsOf(files: readonly File[]): Promise<string[] | undefined> {
  const file = files.find(({ name }) => name.toLowerCase() === 'labels.txt');
  const lines = (await file?.text())?.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines && lines.length > MOST_LABELS) throw refused('labels', String(lines.length));
  return lines?.map((line) => line.replace(/^\d+\s+/, '').slice(0, MOST_LETTERS));
}

function makerOf({ packageName, userMetadata }: Metadata): ImportedModelInfo['madeBy'] {
  if (userMetadata?.madeWith?.startsWith('Apprentice')) return 'apprentice';
  return packageName?.startsWith('@teachablemachine/') ? 'teachable-machine' : 'unknown';
}

function refusalOf({ problem: { kind, details } }: OwnModelError, files: readonly File[]): Refusal {
  const detail = details.join(', ');
  const json = files.find((file) => /^model.*\.json$/i.test(file.name))?.name;
  switch (kind) {
    case 'no-model':
      // The file is there, but it is damaged or something else.
      return json ? { problem: 'not-a-model', detail: json } : { problem: kind, detail };
    case 'weights-size':
      return { problem: kind, detail: files.find(({ name }) => /\.bin$/i.test(name))?.name ?? '' };
    case 'weights-missing':
      return { problem: kind, detail: details.map((path) => path.split('/').at(-1)).join(', ') };
    case 'several-models':
    case 'unsupported':
      return { problem: kind, detail };
    case 'input':
      return { problem: 'not-pictures', detail };
    case 'output':
      return { problem: 'not-classes', detail };
    default:
      return { problem: 'unsupported', detail };
  }
}
