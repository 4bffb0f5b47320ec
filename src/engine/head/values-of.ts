import * as tf from '@tensorflow/tfjs-core';

/** The values of what `compute` returns. All tensors that it makes are disposed. */
export async function valuesOf(compute: () => tf.Tensor): Promise<Float32Array> {
  const tensor = tf.tidy(compute);
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}
