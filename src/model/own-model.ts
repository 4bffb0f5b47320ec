// A person's own model that is used as a backbone.

/**
 * What the pixels of a picture, 0 to 255, are turned into: -1 to 1, 0 to 1, ImageNet's mean and
 * spread, or left as they are.
 */
export type PixelScaling = 'symmetric' | 'unit' | 'imagenet' | 'raw';

/**
 * Where features are taken: at the model's output, or at what its last layer with weights takes in.
 */
export type ModelEnd = 'output' | 'before-last';

/** A model of one's own as it is kept: what model.json says of it, as JSON, and all its weights. */
export interface OwnModelFile {
  header: string;
  weights: Blob;
}

/** A file that may belong to a model. */
export interface ModelPart {
  /** Its name, or its path in a zip. */
  path: string;
  content: Blob;
}

/** What the features of a model would be, for each place where they can be taken. */
export interface OwnModelEnd {
  end: ModelEnd;
  /** Numbers of a feature vector. */
  features: number;
  /**
   * 'map': averaged over the places of a feature map. 'answers': what it was trained to say, which
   * sums to 1.
   */
  gives: 'map' | 'vector' | 'answers';
}

export interface OwnModelFacts {
  /** Of its content: the same files have the same. */
  hash: string;
  name: string;
  format: 'layers' | 'graph';
  parameters: number;
  bytes: number;
  /** Sides of the pictures that it can take; a single one where the model says which. */
  inputSizes: number[];
  /** The one to use where nobody chose first. */
  ends: OwnModelEnd[];
}

/** Why files are no model to use as a backbone, with the names, shapes or words that explain it. */
export interface OwnModelProblem {
  kind:
    | 'no-model'
    | 'several-models'
    | 'weights-missing'
    | 'weights-size'
    | 'unsupported'
    | 'input'
    | 'output'
    | 'not-finite'
    | 'insecure'
    | 'broken';
  details: string[];
}

export type OwnModelReport =
  | { facts: OwnModelFacts; file: OwnModelFile }
  | { problem: OwnModelProblem };

/** A labelled picture by which scalings are compared. */
export interface LabelledPicture {
  bitmap: ImageBitmap;
  label: number;
}

/**
 * The scaling of pixels that suits a model best, absent where none clearly does, and what tells.
 */
export interface ScalingAdvice {
  /** What the model kept of its training, or the labels of the pictures. */
  by: 'statistics' | 'labels';
  best?: PixelScaling;
}
