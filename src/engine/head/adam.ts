// Adam (Kingma and Ba 2015), over parameters in one flat vector.
import * as tf from '@tensorflow/tfjs-core';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-7;

/** The running means of gradients and of their squares. They live until `dispose`. */
export class Adam {
  private mean: tf.Tensor1D;
  private square: tf.Tensor1D;
  private updates = 0;

  constructor(size: number) {
    this.mean = tf.zeros([size]);
    this.square = tf.zeros([size]);
  }

  /**
   * The parameters after one update. The caller owns the result and keeps what it passed in.
   *
   * @param parameters [size]; any weight decay has already been applied
   * @param rate one for all parameters, or [size]
   */
  updated(parameters: tf.Tensor, gradient: tf.Tensor, rate: number | tf.Tensor1D): tf.Tensor1D {
    this.updates++;
    // Both means' bias corrections are folded into the rate and epsilon (Kingma and Ba, section 2).
    const correction = Math.sqrt(1 - BETA2 ** this.updates);
    const rest = 1 - BETA1 ** this.updates;
    const [next, mean, square] = tf.tidy(() => {
      const newMean = tf.add(tf.mul(this.mean, BETA1), tf.mul(gradient, 1 - BETA1));
      const newSquare = tf.add(tf.mul(this.square, BETA2), tf.mul(tf.square(gradient), 1 - BETA2));
      const root = tf.add(tf.sqrt(newSquare), EPSILON * correction);
      const corrected =
        typeof rate === 'number' ? (rate * correction) / rest : tf.mul(rate, correction / rest);
      const change = tf.mul(tf.div(newMean, root), corrected);
      const next = tf.sub(parameters, change);
      return [next as tf.Tensor1D, newMean as tf.Tensor1D, newSquare as tf.Tensor1D];
    });
    this.dispose();
    this.mean = mean;
    this.square = square;
    return next;
  }

  dispose(): void {
    tf.dispose([this.mean, this.square]);
  }
}
