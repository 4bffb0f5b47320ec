// Products of many samples with many vectors. The backend computes them if that is faster than
// plain typed arrays, a block of rows at a time, so that the worker serves other calls in between.
import * as tf from '@tensorflow/tfjs-core';
import { accumulate, multiply, type Rows } from './rows';
import { valuesOf } from './values-of';

export type Breathe = () => Promise<void> | undefined;

/** From this many multiply-adds on, a call of wasm costs less than it saves. */
const ENOUGH_FOR_WASM = 2e6;
/** A GPU has to be waited for, which takes some milliseconds each time. */
const ENOUGH_FOR_GPU = 100e6;
/** One block of rows: some 20 ms on wasm with one thread. */
const BLOCK = 100e6;
const TYPED_ARRAYS_BLOCK = 10e6;

/** As `multiply`, in single precision if the backend computes it. */
export async function multiplyMany(
  rows: Rows,
  index: Int32Array,
  vectors: Float64Array,
  count: number,
  out: Float64Array,
  breathe: Breathe,
): Promise<void> {
  const { width } = rows;
  const byBackend = suitsBackend(index.length * width * count);
  const transposed =
    byBackend &&
    tf.tidy(() =>
      tf.transpose<tf.Tensor2D>(
        tf.tensor2d(Float32Array.from(vectors.subarray(0, count * width)), [count, width]),
      ),
    );
  try {
    for (const { start, some } of blocks(index, width * count, byBackend)) {
      const block = out.subarray(start * count, (start + some.length) * count);
      if (transposed) {
        block.set(await valuesOf(() => tf.matMul(gathered(rows, some), transposed)));
      } else multiply(rows, some, vectors, count, block);
      await breathe();
    }
  } finally {
    if (transposed) transposed.dispose();
  }
}

/**
 * As `accumulate`. If the backend computes it, each block is summed in single precision and the
 * blocks in double.
 */
export async function accumulateMany(
  rows: Rows,
  index: Int32Array,
  factors: Float64Array,
  count: number,
  out: Float64Array,
  breathe: Breathe,
): Promise<void> {
  const { width } = rows;
  const byBackend = suitsBackend(index.length * width * count);
  for (const { start, some } of blocks(index, width * count, byBackend)) {
    const block = factors.subarray(start * count, (start + some.length) * count);
    if (byBackend) {
      const sums = await valuesOf(() => {
        const left = tf.tensor2d(Float32Array.from(block), [some.length, count]);
        return tf.matMul(tf.transpose(left), gathered(rows, some));
      });
      for (let i = 0; i < sums.length; i++) out[i] = (out[i] ?? 0) + (sums[i] ?? 0);
    } else accumulate(rows, some, block, count, out);
    await breathe();
  }
}

/** Plain JavaScript gains nothing by it, and half precision would end a fit too early. */
function suitsBackend(multiplyAdds: number): boolean {
  const name = tf.getBackend();
  if (name === 'wasm') return multiplyAdds >= ENOUGH_FOR_WASM;
  if (name !== 'webgl' && name !== 'webgpu') return false;
  return multiplyAdds >= ENOUGH_FOR_GPU && tf.backend().floatPrecision() === 32;
}

function* blocks(index: Int32Array, perRow: number, byBackend: boolean) {
  const most = byBackend ? BLOCK : TYPED_ARRAYS_BLOCK;
  // A multiple of four, because typed arrays take four rows at a time.
  const size = 4 * Math.max(1, Math.floor(most / perRow / 4));
  for (let start = 0; start < index.length; start += size) {
    yield { start, some: index.subarray(start, start + size) };
  }
}

/** The rows in `index`: [index.length, width]. A tidy has to dispose them. */
function gathered({ data, width }: Rows, index: Int32Array): tf.Tensor2D {
  const first = (index[0] ?? 0) * width;
  const inOrder = index.every((row, i) => row === (index[0] ?? 0) + i);
  if (inOrder) {
    return tf.tensor2d(data.subarray(first, first + index.length * width), [index.length, width]);
  }
  const values = new Float32Array(index.length * width);
  index.forEach((row, i) => {
    values.set(data.subarray(row * width, (row + 1) * width), i * width);
  });
  return tf.tensor2d(values, [index.length, width]);
}
