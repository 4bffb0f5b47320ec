// Teachable Machine's recipe (its libraries/image 0.8.5) on our version of tfjs, on the page's main
// thread as in the original.

import {
  initializers,
  type LayersModel,
  layers,
  loadLayersModel,
  model as modelOf,
  type Sequential,
  sequential,
} from '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { activate } from '../../src/engine/backend/register';
import { accuracy, decisions } from '../../src/engine/evaluate/metrics';
import type { BackendName } from '../../src/model/backend';
import { type Contestant, measure, measureOnce } from './contestant';
import {
  CLASSES,
  drawPicture,
  FEATURES,
  flatten,
  makeSamples,
  oneHot,
  onPageCanvas,
  type Samples,
  TEST_SAMPLES_EACH,
  TEST_SEED,
  TRAIN_SEED,
} from './material';
import { CUT, HELD_OUT, RECIPE } from './recipe-settings';

/** @param backboneUrl of its backbone's model.json; without it, it can only train */
export async function openRecipe(
  backend: BackendName,
  backboneUrl: string | undefined,
): Promise<Contestant> {
  await activate(backend);
  const backbone = backboneUrl === undefined ? undefined : await loadBackbone(backboneUrl);
  let head: LayersModel | undefined;

  return {
    embed(times) {
      const loaded = given(backbone);
      return measure(
        times,
        async (time) => onPageCanvas(drawPicture(time)),
        async (canvas) => {
          const pixels = capture(canvas);
          const features = loaded.predict(pixels) as tf.Tensor;
          features.dataSync();
          tf.dispose([pixels, features]);
        },
      );
    },

    async train(perClass) {
      const { learned, heldOut } = split(makeSamples(perClass, TRAIN_SEED));
      head?.dispose();
      const fresh = newHead();
      head = fresh;
      const measured = await measureOnce(() => trainHead(fresh, learned, heldOut));
      const test = makeSamples(TEST_SAMPLES_EACH, TEST_SEED);
      const [xs] = tensorsOf(test);
      const answers = fresh.predict(xs) as tf.Tensor;
      const decided = decisions((await answers.data()) as Float32Array, CLASSES.length);
      tf.dispose([xs, answers]);
      return { ...measured, accuracy: accuracy(decided, test.labels), extrapolated: false };
    },

    predict(times) {
      const joint = sequential({ layers: [given(backbone), given(head)] });
      return measure(
        times,
        (time) => createImageBitmap(drawPicture(time)),
        async (bitmap) => {
          const pixels = capture(onPageCanvas(bitmap));
          const answers = joint.predict(pixels) as tf.Tensor;
          await answers.data();
          tf.dispose([pixels, answers]);
        },
      );
    },
  };
}

async function loadBackbone(url: string): Promise<Sequential> {
  const whole = await loadLayersModel(url);
  const cut = modelOf({ inputs: whole.inputs, outputs: whole.getLayer(CUT).output });
  return sequential({ layers: [cut, layers.globalAveragePooling2d({})] });
}

/** Its preprocessing: it divides by 127, as in its training. */
function capture(canvas: HTMLCanvasElement): tf.Tensor4D {
  return tf.tidy(() => {
    const pixels = tf.expandDims<tf.Tensor4D>(tf.browser.fromPixels(canvas), 0);
    return tf.sub<tf.Tensor4D>(tf.div(pixels, 127), 1);
  });
}

function newHead(): Sequential {
  return sequential({
    layers: [
      layers.dense({
        inputShape: [FEATURES],
        units: RECIPE.denseUnits,
        activation: 'relu',
        kernelInitializer: initializers.varianceScaling({}),
      }),
      layers.dense({
        units: CLASSES.length,
        activation: 'softmax',
        useBias: false,
        kernelInitializer: initializers.varianceScaling({}),
      }),
    ],
  });
}

async function trainHead(head: Sequential, learned: Samples, heldOut: Samples): Promise<void> {
  const optimizer = tf.train.adam(RECIPE.learningRate);
  head.compile({ optimizer, loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  const train = tensorsOf(learned);
  const validation = tensorsOf(heldOut);
  await head.fit(...train, {
    epochs: RECIPE.epochs,
    batchSize: RECIPE.batchSize,
    validationData: validation,
  });
  tf.dispose([train, validation]);
  optimizer.dispose();
}

/**
 * It holds out 15 % of each class, rounded up. The classes take turns, so the last samples contain
 * equally many of each.
 */
function split({ vectors, labels }: Samples): { learned: Samples; heldOut: Samples } {
  const perClass = labels.length / CLASSES.length;
  const cut = labels.length - CLASSES.length * Math.ceil(HELD_OUT * perClass);
  return {
    learned: { vectors: vectors.slice(0, cut), labels: labels.slice(0, cut) },
    heldOut: { vectors: vectors.slice(cut), labels: labels.slice(cut) },
  };
}

function tensorsOf({ vectors, labels }: Samples): [tf.Tensor2D, tf.Tensor2D] {
  return [
    tf.tensor2d(flatten(vectors), [vectors.length, FEATURES]),
    tf.tensor2d(labels.map(oneHot)),
  ];
}

function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('its backbone, or its head, is not there');
  return value;
}
