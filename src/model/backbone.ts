// A backbone: the network that turns a picture into features.

export const BUILT_IN_BACKBONES = ['mobilenet-v2', 'efficientnet-lite0'] as const;

export type BuiltInBackboneId = (typeof BUILT_IN_BACKBONES)[number];

/** Undefined for a person's own model. */
export const builtIn = (id: string): BuiltInBackboneId | undefined =>
  BUILT_IN_BACKBONES.find((each) => each === id);

/**
 * The id of a person's own model. It contains everything that the features depend on: see
 * own-id.ts.
 */
export type OwnBackboneId = `own-${string}`;

export type BackboneId = BuiltInBackboneId | OwnBackboneId;

/** What makes two feature vectors comparable: the same backbone, version and input size. */
export interface FeatureSpec {
  backbone: BackboneId;
  /** The side of the square input, in pixels. */
  inputSize: number;
  /** The name of a person's own model, so that we can name it if it is missing. */
  name?: string;
}

/** `mobilenet-v2@1/224`: the key under which features are stored and remembered. */
export type FeatureKey = string;

/**
 * What the page shows of a backbone. The whole card of a built-in one is in
 * public/backbones/ID/card.json.
 */
export interface BackboneInfo {
  id: BackboneId;
  name: string;
  key: FeatureKey;
  inputSize: number;
  features: number;
  parameters: number;
  /** At the input size in use. Unknown for a person's own model. */
  multiplyAdds?: number;
  bytes: number;
  /** Unknown for a person's own model. */
  licence?: string;
  /** Unknown for a person's own model. */
  source?: { task: string; dataset: string; classes: number; note: string };
  /** Whether it brought the head of its source task. */
  hasSourceHead: boolean;
  /** Milliseconds per picture, measured during the warm-up. The badge shows it. */
  msPerPicture: number;
  /**
   * The stem, the blocks and the last convolution, at the input size in use. Empty for a person's
   * own model.
   */
  stages: StageCost[];
}

/** What a stage of a network costs for one picture. */
export interface StageCost {
  /** Kernels and biases. */
  parameters: number;
  multiplyAdds: number;
  /** The side of its output in pixels, and the number of its channels. */
  side: number;
  channels: number;
}
