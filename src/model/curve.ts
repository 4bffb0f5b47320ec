// The learning curve: accuracy by the number of pictures a class.
import type { Fingerprint } from './measurement';
import type { TrainRequest } from './training';

/** 'transfer': a linear head on the features of the backbone in use. 'scratch': a small network from random weights. */
export type CurveWay = 'transfer' | 'scratch';

export interface CurveRequest extends TrainRequest {
  way: CurveWay;
  /** Pictures a class, ascending; what is above the fewest that a class has to learn from counts as that. */
  perClass: number[];
  draws: number;
  /** Of a network from scratch: epochs, or more until it was updated so often. Less where nothing is left to learn. */
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
  /** The numbers of pictures a class, points in all, the pictures that all are tested on, and the share that guessing gets. */
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
