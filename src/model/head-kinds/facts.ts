// What is known about a kind of head without tensors. The code that computes is in a folder of
// engine/head.

export type Activation = 'linear' | 'relu';

/**
 * The facts about a kind of head that the rest of the app needs. Its names are the texts
 * `advanced.head.KIND` and `KINDShort`, and in the files taken away `report.heads.KIND`.
 */
export interface HeadFacts {
  /** The unit in which its progress is counted. */
  unit: 'pass' | 'epoch';
  /** Which settings change what it learns, in addition to those that all kinds share. */
  uses: { epochs: boolean; batchSize: boolean; learningRate: boolean };
  /** The key of the text that says why the other settings are locked. */
  locked: string | undefined;
  /** Undefined if it has no penalty. */
  strength: Strength | undefined;
  /** True if it keeps the epoch that is best on the held-out pictures. */
  choosesEpoch: boolean;
  /** A saved head of this kind has one layer for each of these, in this order. */
  layers: readonly Activation[];
}

/** The L2 strength of a kind of head, in the unit of its own penalty. */
export interface Strength {
  /** The value that Automatic uses, or starts from if it tries several. */
  automatic: number;
  /** True if Automatic tries several values and chooses one. */
  chosen: boolean;
  min: number;
  max: number;
  step: number;
}
