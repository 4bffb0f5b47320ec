// What is known of a kind of head without any tensor. What computes lies in engine/head, a folder a kind.

export type Activation = 'linear' | 'relu';

export interface HeadFacts {
  /** What its progress is counted in. */
  unit: 'pass' | 'epoch';
  /** Which settings change what it learns, beside those that all kinds share. */
  uses: { epochs: boolean; batchSize: boolean; learningRate: boolean };
  /** The key of the text that says why the other settings are locked. */
  locked: string | undefined;
  /** Undefined where it has no penalty. */
  strength: Strength | undefined;
  /** True where it keeps the epoch that is best on the held-out pictures. */
  choosesEpoch: boolean;
  /** A saved head of this kind has a layer for each of these, in this order. */
  layers: readonly Activation[];
}

/** The L2 strength of a kind of head, in the unit of its own penalty. */
export interface Strength {
  /** What Automatic takes, or begins with where it tries several. */
  automatic: number;
  /** True where Automatic tries several and chooses one. */
  chosen: boolean;
  min: number;
  max: number;
  step: number;
}
