// The learning curve: accuracy by the number of pictures a class.
import type { Fingerprint } from './fingerprint';
import type { TrainRequest } from './training';

/** 'transfer': a linear head on the backbone's features. 'scratch': a small network of its own. */
export type CurveWay = 'transfer' | 'scratch';

export interface CurveRequest extends TrainRequest {
  way: CurveWay;
  /** Pictures a class, ascending. No number exceeds what the smallest class has to learn from. */
  perClass: number[];
  draws: number;
  /** From scratch: at least so many epochs and updates, unless nothing is left to learn. */
  epochs: number;
  leastUpdates: number;
  /** Not to be measured again. */
  measured?: Pick<CurvePoint, 'perClass' | 'draw'>[];
}

export interface CurvePoint {
  perClass: number;
  /** From 0. */
  draw: number;
  /** Of the held-out pictures. */
  right: number;
}

export type CurveEvent =
  /** Pictures read, once. */
  | { type: 'preparing'; done: number; total: number }
  /** Pictures a class, points in all, pictures that every point is tested on, guessing's share. */
  | { type: 'started'; numbers: number[]; points: number; heldOut: number; guessing: number }
  /** From scratch alone: how far the next point has come. */
  | { type: 'learning'; perClass: number; epoch: number; epochs: number }
  | { type: 'point'; point: CurvePoint };

/** One way's learning curve so far. */
export interface Curve {
  points: CurvePoint[];
  /** Pictures a class, ascending, and points when it is whole. */
  numbers: number[];
  total: number;
  /** Pictures that every point is tested on, and the share of them that guessing gets. */
  heldOut: number;
  guessing: number;
}

export interface CurvesRecord {
  curves: Partial<Record<CurveWay, Curve>>;
  fingerprint: Fingerprint;
}
