// The learning curve: accuracy against the number of pictures in each class.
import type { Fingerprint } from './fingerprint';
import type { TrainRequest } from './training';

/**
 * 'transfer' is a linear head on the backbone's features. 'scratch' is a small network of its own.
 */
export type CurveWay = 'transfer' | 'scratch';

export interface CurveRequest extends TrainRequest {
  way: CurveWay;
  /** Pictures per class, ascending. No number exceeds what the smallest class has to learn from. */
  perClass: number[];
  draws: number;
  /** From scratch: at least this many epochs and updates, unless nothing is left to learn. */
  epochs: number;
  leastUpdates: number;
  /** Points that need not be measured again. */
  measured?: Pick<CurvePoint, 'perClass' | 'draw'>[];
}

export interface CurvePoint {
  perClass: number;
  /** Counted from 0. */
  draw: number;
  /** How many of the held-out pictures were answered right. */
  right: number;
}

export type CurveEvent =
  /** Reading the pictures, which happens once. */
  | { type: 'preparing'; done: number; total: number }
  /**
   * Pictures per class, how many points there are, how many pictures each point is tested on, and
   * the share that guessing gets right.
   */
  | { type: 'started'; numbers: number[]; points: number; heldOut: number; guessing: number }
  /** Only from scratch: how far the next point has come. */
  | { type: 'learning'; perClass: number; epoch: number; epochs: number }
  | { type: 'point'; point: CurvePoint };

/** One way's learning curve so far. */
export interface Curve {
  points: CurvePoint[];
  /** Pictures per class, ascending, and how many points the complete curve has. */
  numbers: number[];
  total: number;
  /** How many pictures each point is tested on, and the share of them that guessing gets right. */
  heldOut: number;
  guessing: number;
}

export interface CurvesRecord {
  curves: Partial<Record<CurveWay, Curve>>;
  fingerprint: Fingerprint;
}
