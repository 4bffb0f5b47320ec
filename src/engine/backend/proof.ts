// A backend must prove that it computes correctly before it is used: WebGPU gradients were all zero
// on one phone (tensorflow/tfjs issue 8590).
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';

/** The largest accepted difference from the known numbers. Half floats on phones need this much. */
const TOLERANCE = 5e-3;

/** A fixed, uneven series between -1 and 1. */
function series(length: number, step: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(1 + i * step));
}

/** A backbone's forward pass in miniature: convolution, depthwise convolution, relu6 and mean. */
function forward(): tf.Tensor2D {
  const x = tf.tensor4d(series(36, 0.7), [1, 3, 6, 2]);
  const kernel = tf.tensor4d(series(54, 0.9), [3, 3, 2, 3]);
  const depthwise = tf.tensor4d(series(27, 1.1), [3, 3, 3, 1]);
  const bias = tf.tensor1d([0.1, -0.2, 0.3]);
  const hidden = tf.fused.conv2d({
    x,
    filter: kernel,
    strides: 2,
    pad: 'same',
    bias,
    activation: 'relu6',
  });
  const deep = tf.fused.depthwiseConv2d({
    x: hidden,
    filter: depthwise,
    strides: 1,
    pad: 'same',
    bias,
    activation: 'relu6',
  });
  return tf.mean(deep, [1, 2]);
}

/**
 * A head's training step in miniature: the gradient of a softmax cross-entropy by a dense layer's
 * weights.
 */
function gradient(): tf.Tensor2D {
  const x = tf.tensor2d(series(8, 0.8), [2, 4]);
  const y = tf.tensor2d([1, 0, 0, 0, 0, 1], [2, 3]);
  const weights = tf.tensor2d(series(12, 1.3), [4, 3]);
  const loss = (w: tf.Tensor) =>
    tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(tf.matMul(tf.relu(x), w))), 1)));
  return tf.grad(loss)(weights) as tf.Tensor2D;
}

/** Computed once by plain loops in double precision (proof.test.ts has them). */
export const KNOWN = {
  forward: [0.22235102, 0.01232006, 0.51693326],
  gradient: [
    -0.28931903, 0.15600368, 0.13331535, -0.33483347, 0.18054552, 0.15428795, -0.17724242,
    0.09557087, 0.08167155, 0.04592649, 0.05998833, -0.10591482,
  ],
};

async function values(compute: () => tf.Tensor): Promise<Float32Array> {
  const tensor = tf.tidy(compute);
  try {
    return (await tensor.data()) as Float32Array;
  } finally {
    tensor.dispose();
  }
}

function largestDifference(actual: Float32Array, known: readonly number[]): number {
  if (actual.length !== known.length) return Number.POSITIVE_INFINITY;
  // NaN compares as unequal to everything, so it must not slip through Math.max.
  return known.reduce((worst, value, i) => {
    const difference = Math.abs((actual[i] ?? Number.NaN) - value);
    return difference <= worst ? worst : Number.isNaN(difference) ? Infinity : difference;
  }, 0);
}

/** Undefined if the current backend computes correctly. Otherwise it says what is wrong. */
export async function findFault(): Promise<string | undefined> {
  const off = {
    forward: largestDifference(await values(forward), KNOWN.forward),
    gradient: largestDifference(await values(gradient), KNOWN.gradient),
  };
  if (off.forward > TOLERANCE) return `forward pass off by ${off.forward.toPrecision(2)}`;
  if (off.gradient > TOLERANCE) return `gradient off by ${off.gradient.toPrecision(2)}`;
  return undefined;
}

/**
 * Milliseconds that the first layers of a MobileNet take for a 128 px picture, the best of a few
 * runs after a warm-up. This is about a tenth of a whole embedding.
 */
export async function timeForward(): Promise<number> {
  const x = tf.zeros<tf.Rank.R4>([1, 128, 128, 3]);
  const layers = [
    tf.fill<tf.Rank.R4>([3, 3, 3, 32], 0.01),
    tf.fill<tf.Rank.R4>([3, 3, 32, 1], 0.01),
    tf.fill<tf.Rank.R4>([1, 1, 32, 96], 0.01),
    tf.fill<tf.Rank.R4>([3, 3, 96, 1], 0.01),
    tf.fill<tf.Rank.R4>([1, 1, 96, 24], 0.01),
  ] as const;
  const pass = () =>
    values(() => {
      const [stem, depthwise1, expand, depthwise2, project] = layers;
      const pad = 'same' as const;
      const activation = 'relu6' as const;
      let y = tf.fused.conv2d({ x, filter: stem, strides: 2, pad, activation });
      y = tf.fused.depthwiseConv2d({ x: y, filter: depthwise1, strides: 1, pad, activation });
      y = tf.fused.conv2d({ x: y, filter: expand, strides: 1, pad, activation });
      y = tf.fused.depthwiseConv2d({ x: y, filter: depthwise2, strides: 2, pad, activation });
      y = tf.fused.conv2d({ x: y, filter: project, strides: 1, pad });
      return tf.mean(y, [1, 2]);
    });
  try {
    await pass();
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3; i++) {
      const start = performance.now();
      await pass();
      best = Math.min(best, performance.now() - start);
    }
    return best;
  } finally {
    tf.dispose([x, ...layers]);
  }
}
