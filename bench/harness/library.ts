// Teachable Machine's own library as shipped: @teachablemachine/image 0.8.5 with the tfjs 1.3.1
// that it asks for.
import { accuracy, decisions } from '../../src/engine/evaluate/metrics';
import { type Contestant, measure, measureOnce } from './contestant';
import {
  CLASSES,
  drawPicture,
  flatten,
  makeSamples,
  onPageCanvas,
  TEST_SAMPLES_EACH,
  TEST_SEED,
  TRAIN_SEED,
} from './material';
import { CUT, RECIPE } from './recipe-settings';

/** How many epochs of the larger training are run. The others take as long each. */
const SOME_EPOCHS = 3;
/** From this many samples per class on, only some epochs are run. */
const MANY = 500;

interface OldTensor {
  data(): Promise<Float32Array>;
  dispose(): void;
}

interface OldModel {
  layers: OldModel[];
  predict(x: OldTensor): OldTensor;
}

/** The used part of tfjs 1.3.1's global. */
interface OldTfjs {
  version: { tfjs: string };
  ready(): Promise<void>;
  getBackend(): string;
  tensor(values: Float32Array, shape: number[]): OldTensor;
}

/** The used part of the library's TeachableMobileNet. */
interface Teachable {
  examples: Float32Array[][];
  model: OldModel;
  setLabels(labels: string[]): void;
  prepare(): void;
  addExample(label: number, canvas: HTMLCanvasElement): Promise<void>;
  train(
    settings: { denseUnits: number; epochs: number; batchSize: number; learningRate: number },
    callbacks: { onEpochEnd(): unknown },
  ): Promise<unknown>;
  predict(source: ImageBitmap): Promise<unknown>;
}

interface TeachableLibrary {
  createTeachable(
    metadata: { tfjsVersion: string },
    options: { version: 2; checkpointUrl: string; trainingLayer: string },
  ): Promise<Teachable>;
}

declare global {
  interface Window {
    tf?: OldTfjs;
    tmImage?: TeachableLibrary;
  }
}

export interface Library extends Contestant {
  backend: string;
  tfjs: string;
}

export async function openLibrary(backboneUrl: string): Promise<Library> {
  const { tf, tmImage } = window;
  if (!tf || !tmImage) throw new Error("the library's scripts are not loaded");
  await tf.ready();
  const teachable = await tmImage.createTeachable(
    { tfjsVersion: tf.version.tfjs },
    { version: 2, checkpointUrl: backboneUrl, trainingLayer: CUT },
  );
  teachable.setLabels([...CLASSES]);

  return {
    backend: tf.getBackend(),
    tfjs: tf.version.tfjs,

    embed: (times) =>
      measure(
        times,
        async (time) => onPageCanvas(drawPicture(time)),
        (canvas) => teachable.addExample(0, canvas),
      ),

    async train(perClass) {
      const { vectors, labels } = makeSamples(perClass, TRAIN_SEED);
      teachable.examples = CLASSES.map((_, k) => vectors.filter((_, i) => labels[i] === k));
      const epochs = perClass >= MANY ? SOME_EPOCHS : RECIPE.epochs;
      const ends: number[] = [];
      teachable.prepare();
      let start = 0;
      const measured = await measureOnce(() => {
        start = performance.now();
        const onEpochEnd = () => ends.push(performance.now());
        return teachable.train({ ...RECIPE, epochs }, { onEpochEnd });
      });
      const test = makeSamples(TEST_SAMPLES_EACH, TEST_SEED);
      const rows = flatten(test.vectors);
      const xs = tf.tensor(rows, [test.labels.length, rows.length / test.labels.length]);
      const answers = teachable.model.layers[1]?.predict(xs);
      if (!answers) throw new Error('it has no head');
      const decided = decisions(await answers.data(), CLASSES.length);
      xs.dispose();
      answers.dispose();
      return {
        ...measured,
        ms: epochs === RECIPE.epochs ? measured.ms : [extrapolate(start, ends)],
        accuracy: accuracy(decided, test.labels),
        extrapolated: epochs < RECIPE.epochs,
      };
    },

    predict: (times) =>
      measure(
        times,
        (time) => createImageBitmap(drawPicture(time)),
        (bitmap) => teachable.predict(bitmap),
      ),
  };
}

/**
 * Estimates the time for all epochs: the first one, which also compiles, and then as long for each
 * as those that were run.
 */
function extrapolate(start: number, ends: readonly number[]): number {
  const [first = Number.NaN] = ends;
  const last = ends.at(-1) ?? Number.NaN;
  return first - start + ((RECIPE.epochs - 1) * (last - first)) / (ends.length - 1);
}
