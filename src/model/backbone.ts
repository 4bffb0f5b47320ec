// A backbone: the network that turns a picture into features.

export const BUILT_IN_BACKBONES = ['mobilenet-v2', 'efficientnet-lite0'] as const;

export type BuiltInBackboneId = (typeof BUILT_IN_BACKBONES)[number];

/** Undefined of one's own model. */
export const builtIn = (id: string): BuiltInBackboneId | undefined =>
  BUILT_IN_BACKBONES.find((each) => each === id);

/** A person's own model, by what its features depend on: see own-id.ts. */
export type OwnBackboneId = `own-${string}`;

export type BackboneId = BuiltInBackboneId | OwnBackboneId;

/** What makes two feature vectors comparable: the same backbone, version and input size. */
export interface FeatureSpec {
  backbone: BackboneId;
  /** Side of the square input in pixels. */
  inputSize: number;
  /** What an own backbone is called, so that it can be told where it is missing. */
  name?: string;
}

/** `mobilenet-v2@1/224`: the key under which features are stored and remembered. */
export type FeatureKey = string;

/**
 * What the page shows of a backbone; the whole card of a built-in one is in
 * public/backbones/ID/card.json.
 */
export interface BackboneInfo {
  id: BackboneId;
  name: string;
  key: FeatureKey;
  inputSize: number;
  features: number;
  parameters: number;
  /** At the input size in use. Unknown of one's own model. */
  multiplyAdds?: number;
  bytes: number;
  /** Unknown of one's own model. */
  licence?: string;
  /** Unknown of one's own model. */
  source?: { task: string; dataset: string; classes: number; note: string };
  /** Whether it brought the head that it learned its source task with. */
  hasSourceHead: boolean;
  /** Milliseconds a picture, measured at the warm-up; the badge shows it. */
  msPerPicture: number;
  /**
   * The stem, the blocks and the last convolution, at the input size in use. None are known of
   * one's own model.
   */
  stages: StageCost[];
}

/** What a stage of a network costs for one picture. */
export interface StageCost {
  /** Kernels and biases. */
  parameters: number;
  multiplyAdds: number;
  /** Pixels a side of what it gives, and its channels. */
  side: number;
  channels: number;
}
