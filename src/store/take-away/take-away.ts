// The classifier in use with everything that is said about it, for the writers of what is taken
// away. It is loaded when somebody asks.

import type { Classifier, GoldenPicture } from '../../model/classifier';
import type { GoldenAnswer } from '../../model/export';
import { services } from '../../runtime/services';
import { readPictures } from '../../storage/samples';
import { useApp } from '../app-store';
import { samplesOf } from '../project/samples-by-class';
import { answeringRun, standInOf } from '../train/stand-in-slice';
import { falseRejection } from '../try/trial-slice';

export { EngineError } from '../../model/engine-error';

/** What only views know: the names of things. */
export interface Names {
  title: string;
  /** One for each class of the head, in its order. No two are alike. */
  classes: readonly string[];
}

/** Enough to notice a change, and few enough to carry. */
const MOST_GOLDEN = 3;

/**
 * Undefined if nothing has been learned.
 * @throws {EngineError}, {StorageError}
 */
export async function takeAway({ title, classes: names }: Names): Promise<Classifier | undefined> {
  const state = useApp.getState();
  const run = answeringRun(state);
  if (!run) return undefined;
  const { engine, pictures } = services();
  const backbone = await engine.ready();
  const { split, head } = run.result;
  const used = new Set([...split.train, ...split.validation]);

  const chosen = goldenSamples(head.classes, new Set(split.validation));
  const stored = await readPictures(chosen.map(({ id }) => id));
  const golden: (Pick<GoldenPicture, 'label' | 'kept'> & { bitmap: ImageBitmap })[] = [];
  for (const { id, label } of chosen) {
    const picture = stored.get(id);
    if (!picture) continue;
    const bitmap = await pictures.square(picture);
    golden.push({ label, kept: await asPng(bitmap), bitmap });
  }
  const exported = await engine.call(
    'exportModel',
    golden.map(({ bitmap }) => bitmap),
  );
  return {
    title,
    classes: head.classes.map((id, i) => {
      const row = state.classes.find((each) => each.id === id);
      const samples = samplesOf(state.samples, id).filter((sample) => used.has(sample.id));
      return {
        name: names[i] ?? '',
        colour: (row?.colour ?? i % 10) + 1,
        shape: row?.shape ?? i,
        pictures: row ? samples.length : undefined,
      };
    }),
    exported,
    golden: await Promise.all(
      golden.map(async ({ label, kept }, i) => ({
        label,
        kept,
        ...(await goldenOf(exported.golden[i], exported.inputSize)),
      })),
    ),
    backbone,
    strategy: standInOf(state)?.strategy,
    run,
    falseRejection: falseRejection(state),
    backbonesUrl: new URL('backbones/', document.baseURI).href,
  };
}

/** One picture of each class in turn, with held-out pictures first. */
function goldenSamples(classIds: readonly string[], heldOut: ReadonlySet<string>) {
  const { samples } = useApp.getState();
  const byClass = classIds.map((id, label) =>
    [...samplesOf(samples, id)]
      .sort((a, b) => Number(heldOut.has(b.id)) - Number(heldOut.has(a.id)))
      .map((row) => ({ id: row.id, label })),
  );
  const turns = Array.from({ length: MOST_GOLDEN }, (_, turn) =>
    byClass.flatMap((rows) => rows[turn] ?? []),
  );
  return turns.flat().slice(0, MOST_GOLDEN);
}

async function goldenOf(answer: GoldenAnswer | undefined, side: number) {
  if (!answer) throw new Error('fewer answers than pictures');
  const { pixels, probabilities, familiarity } = answer;
  const bitmap = await createImageBitmap(new ImageData(pixels, side, side));
  const seen = await asPng(bitmap);
  bitmap.close();
  return { seen, probabilities, ...(familiarity && { familiarity }) };
}

/** PNG is lossless, so every program reads the same pixels. */
async function asPng(bitmap: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('no 2d canvas');
  context.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}
