// Multinomial logistic regression with a ridge penalty: a convex problem, solved by L-BFGS.
import { EngineError } from '../../model/engine-error';
import { allFinite } from '../../model/finite';
import { accumulateMany, type Breathe, multiplyMany } from './products';
import type { Rows } from './rows';

/** How many steps L-BFGS remembers. */
const MEMORY = 30;
/** The line search ends when the slope has fallen to this share of the slope at its start. */
const SLOPE_LEFT = 0.2;

export interface LogisticProblem {
  rows: Rows;
  /** Which rows the fit learns from. */
  index: Int32Array;
  /** [index.length] */
  labels: Int32Array;
  classCount: number;
  /** λ */
  l2: number;
  /** [C], from `logPrior`. Without it, the answers keep the prior of the samples. */
  prior?: Float32Array | undefined;
}

/**
 * Minimises λ/2 ‖W‖² + Σ_i -ln softmax(W x_i + b + p)[y_i] over W [C, width] and the intercepts b
 * [C], which are not penalised. Here p is the logarithm of the classes' prior, which the answers W
 * x + b leave out. With p = 0, that is scikit-learn's multinomial LogisticRegression with C = 1/λ.
 * For two classes it is their binomial one with C = 2/λ, because two opposite vectors share the
 * penalty.
 *
 * The method is L-BFGS (Nocedal and Wright, algorithm 7.5). Along a direction the logits change
 * linearly, so the line search reads no features: a step costs two products with the rows, however
 * many points it tries.
 */
export class LogisticFit {
  /** W, then b: [C × width + C]. */
  readonly theta: Float64Array;
  private readonly prior: Float32Array;
  /** How many steps were taken. */
  passes = 0;

  private logits: Float64Array = new Float64Array();
  private readonly change: Float64Array;
  private readonly residuals: Float64Array;
  private gradient: Float64Array = new Float64Array();
  private readonly history: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  private stuck = false;

  /**
   * Computes the gradient at the start.
   *
   * @param start laid out like `theta`; without it the fit starts from the classes' shares
   * @throws EngineError 'training-diverged'
   */
  static async begin(
    problem: LogisticProblem,
    breathe: Breathe,
    start?: Float64Array,
  ): Promise<LogisticFit> {
    const fit = new LogisticFit(problem, breathe, start);
    const { rows, index, classCount } = problem;
    fit.logits = await logitsOf(rows, index, fit.theta, classCount, breathe);
    fit.slopes(0);
    fit.gradient = await fit.gradientHere();
    return fit;
  }

  private constructor(
    readonly problem: LogisticProblem,
    private readonly breathe: Breathe,
    start?: Float64Array,
  ) {
    const { rows, labels, classCount, prior = new Float32Array(classCount) } = problem;
    const weights = classCount * rows.width;
    this.prior = prior;
    this.theta = start ? start.slice() : new Float64Array(weights + classCount);
    if (!start) {
      const counts = new Float64Array(classCount).fill(1);
      for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
      const logs = counts.map((count, k) => Math.log(count) - (prior[k] ?? 0));
      const mean = logs.reduce((sum, log) => sum + log, 0) / classCount;
      this.theta.set(
        logs.map((log) => log - mean),
        weights,
      );
    }
    this.change = new Float64Array(labels.length * classCount);
    this.residuals = new Float64Array(this.change.length);
  }

  /**
   * Whether the weights are within `tolerance` × ‖W‖ of the optimum. The objective is λ-strongly
   * convex in W, so the distance is at most ‖gradient‖/λ. Also true if rounding allows no more
   * progress.
   */
  converged(tolerance: number): boolean {
    if (this.stuck) return true;
    const { rows, classCount, l2 } = this.problem;
    const w = this.theta.subarray(0, classCount * rows.width);
    return norm(this.gradient) <= tolerance * l2 * norm(w);
  }

  /** Mean cross-entropy and accuracy of the answers to the samples that the fit learns from. */
  measure(): { loss: number; accuracy: number } {
    return measureLogits(this.logits, this.problem.labels, this.problem.classCount);
  }

  /** One step. If it takes long, other calls of the worker are served in between. */
  async step(): Promise<void> {
    const { rows, index, classCount } = this.problem;
    const direction = this.direction();
    await multiplyMany(rows, index, direction, classCount, this.change, this.breathe);
    const intercepts = direction.subarray(classCount * rows.width);
    for (let i = 0; i < this.change.length; i++) {
      this.change[i] = (this.change[i] ?? 0) + (intercepts[i % classCount] ?? 0);
    }
    const t = this.search(direction);
    if (t === 0) {
      this.stuck = true;
      return;
    }
    for (let i = 0; i < direction.length; i++) {
      direction[i] = (direction[i] ?? 0) * t;
      this.theta[i] = (this.theta[i] ?? 0) + (direction[i] ?? 0);
    }
    for (let i = 0; i < this.logits.length; i++) {
      this.logits[i] = (this.logits[i] ?? 0) + t * (this.change[i] ?? 0);
    }
    const before = this.gradient;
    this.gradient = await this.gradientHere();
    const y = this.gradient.map((g, i) => g - (before[i] ?? 0));
    const curvature = dot(direction, y);
    if (curvature > 0) {
      this.history.push({ s: direction, y, rho: 1 / curvature });
      if (this.history.length > MEMORY) this.history.shift();
    }
    this.passes++;
  }

  /**
   * The negative gradient, times the inverse Hessian that the last steps suggest (the two-loop
   * recursion).
   */
  private direction(): Float64Array {
    const d = this.gradient.map((g) => -g);
    const factors: number[] = [];
    for (const { s, y, rho } of [...this.history].reverse()) {
      const factor = rho * dot(s, d);
      factors.push(factor);
      add(d, -factor, y);
    }
    const newest = this.history.at(-1);
    if (newest) {
      const scale = 1 / (newest.rho * dot(newest.y, newest.y));
      for (let i = 0; i < d.length; i++) d[i] = (d[i] ?? 0) * scale;
    }
    for (const { s, y, rho } of this.history) {
      add(d, (factors.pop() ?? 0) - rho * dot(y, d), s);
    }
    return d;
  }

  /**
   * How far to go along `direction`: Newton's method on the slope, kept within the bounds it finds.
   */
  private search(direction: Float64Array): number {
    const { rows, classCount, l2 } = this.problem;
    const weights = classCount * rows.width;
    const d = direction.subarray(0, weights);
    const along = l2 * dot(this.theta.subarray(0, weights), d);
    const bend = l2 * dot(d, d);
    const slopesAt = (t: number) => {
      const { first, second } = this.slopes(t);
      return { first: first + along + t * bend, second: second + bend };
    };

    const slope = dot(this.gradient, direction);
    if (!(slope < 0)) return 0;
    let low = 0;
    let high = Number.POSITIVE_INFINITY;
    let t = 1;
    if (this.history.length === 0) {
      const start = slopesAt(0);
      t = -start.first / start.second;
    }
    for (let tries = 0; tries < 30; tries++) {
      const { first, second } = slopesAt(t);
      if (Math.abs(first) <= SLOPE_LEFT * -slope) return t;
      if (first < 0) low = t;
      else high = t;
      const next = t - first / second;
      if (next > low && next < high) t = Math.min(next, 10 * t);
      else t = high === Number.POSITIVE_INFINITY ? 2 * t : (low + high) / 2;
    }
    return 0;
  }

  /**
   * The first and second derivative, with respect to t, of the loss at logits + t × change. It
   * leaves that point's probabilities minus the truth in `residuals`.
   */
  private slopes(t: number): { first: number; second: number } {
    const { logits, change, residuals, prior } = this;
    const { labels, classCount } = this.problem;
    let first = 0;
    let second = 0;
    for (let i = 0; i < labels.length; i++) {
      const start = i * classCount;
      let largest = Number.NEGATIVE_INFINITY;
      for (let k = start; k < start + classCount; k++) {
        const z = (logits[k] ?? 0) + t * (change[k] ?? 0) + (prior[k - start] ?? 0);
        residuals[k] = z;
        if (z > largest) largest = z;
      }
      let sum = 0;
      for (let k = start; k < start + classCount; k++) {
        const e = Math.exp((residuals[k] ?? 0) - largest);
        residuals[k] = e;
        sum += e;
      }
      let mean = 0;
      let square = 0;
      for (let k = start; k < start + classCount; k++) {
        const p = (residuals[k] ?? 0) / sum;
        const d = change[k] ?? 0;
        residuals[k] = p;
        mean += p * d;
        square += p * d * d;
      }
      const truth = start + (labels[i] ?? 0);
      residuals[truth] = (residuals[truth] ?? 0) - 1;
      first += mean - (change[truth] ?? 0);
      second += square - mean * mean;
    }
    return { first, second };
  }

  /**
   * The gradient of the objective at the current `theta` and `residuals`. Throws EngineError
   * 'training-diverged' if it is not finite.
   */
  private async gradientHere(): Promise<Float64Array> {
    const { rows, index, classCount, l2 } = this.problem;
    const weights = classCount * rows.width;
    const gradient = this.theta.map((w, i) => (i < weights ? l2 * w : 0));
    await accumulateMany(rows, index, this.residuals, classCount, gradient, this.breathe);
    for (let i = 0; i < this.residuals.length; i++) {
      const place = weights + (i % classCount);
      gradient[place] = (gradient[place] ?? 0) + (this.residuals[i] ?? 0);
    }
    if (!allFinite(gradient)) {
      throw new EngineError('training-diverged', `no slope after pass ${this.passes}`);
    }
    return gradient;
  }
}

/** W x + b for the rows in `index`: [index.length, C]. */
export async function logitsOf(
  rows: Rows,
  index: Int32Array,
  theta: Float64Array,
  classCount: number,
  breathe: Breathe,
): Promise<Float64Array> {
  const logits = new Float64Array(index.length * classCount);
  await multiplyMany(rows, index, theta, classCount, logits, breathe);
  const intercepts = theta.subarray(classCount * rows.width);
  return logits.map((z, i) => z + (intercepts[i % classCount] ?? 0));
}

/** -ln of the true class's probability, for each row of `logits` [n, C]. */
export function lossesOf(
  logits: ArrayLike<number>,
  labels: Int32Array,
  classCount: number,
): Float64Array {
  return Float64Array.from(labels, (label, i) => {
    const start = i * classCount;
    let largest = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < classCount; k++) largest = Math.max(largest, logits[start + k] ?? 0);
    let sum = 0;
    for (let k = 0; k < classCount; k++) sum += Math.exp((logits[start + k] ?? 0) - largest);
    return Math.log(sum) + largest - (logits[start + label] ?? 0);
  });
}

/** The mean cross-entropy in nats, and the accuracy, of `logits` [n, C]. */
export function measureLogits(
  logits: ArrayLike<number>,
  labels: Int32Array,
  classCount: number,
): { loss: number; accuracy: number } {
  const losses = lossesOf(logits, labels, classCount);
  let right = 0;
  for (let i = 0; i < labels.length; i++) {
    const start = i * classCount;
    let decided = 0;
    for (let k = 1; k < classCount; k++) {
      if ((logits[start + k] ?? 0) > (logits[start + decided] ?? 0)) decided = k;
    }
    if (decided === labels[i]) right++;
  }
  return {
    loss: losses.reduce((sum, loss) => sum + loss, 0) / labels.length,
    accuracy: right / labels.length,
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function add(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] ?? 0) + factor * (b[i] ?? 0);
}

const norm = (a: Float64Array) => Math.sqrt(dot(a, a));
