// A person's own model, used as a backbone.

/**
 * What the pixels of a picture, 0 to 255, are scaled to: -1 to 1, 0 to 1, ImageNet's mean and
 * spread, or left as they are.
 */
export type PixelScaling = 'symmetric' | 'unit' | 'imagenet' | 'raw';

/**
 * Where the features are taken: at the model's output, or at the input of its last layer with
 * weights.
 */
export type ModelEnd = 'output' | 'before-last';

/**
 * A person's own model as it is stored: the content of model.json, as JSON, and all its weights.
 */
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

/** What the features of a model would be, for each place where we can take them. */
export interface OwnModelEnd {
  end: ModelEnd;
  /** How many numbers a feature vector has. */
  features: number;
  /**
   * 'map' is averaged over the places of a feature map. 'answers' is what the model was trained to
   * answer, which sums to 1.
   */
  gives: 'map' | 'vector' | 'answers';
}

export interface OwnModelFacts {
  /** The hash of its content: the same files have the same hash. */
  hash: string;
  name: string;
  format: 'layers' | 'graph';
  parameters: number;
  bytes: number;
  /** The sides of the pictures that it can take. There is only one if the model specifies it. */
  inputSizes: number[];
  /** The default comes first. */
  ends: OwnModelEnd[];
}

/**
 * Why files are not a model that can be a backbone, with the names, shapes or words that explain
 * it.
 */
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

/** A labelled picture for comparing scalings. */
export interface LabelledPicture {
  bitmap: ImageBitmap;
  label: number;
}

/**
 * The scaling of pixels that suits a model best, absent if none clearly does, and what the choice
 * is based on.
 */
export interface ScalingAdvice {
  /** Either statistics that the model kept from its training, or the pictures' labels. */
  by: 'statistics' | 'labels';
  best?: PixelScaling;
}
