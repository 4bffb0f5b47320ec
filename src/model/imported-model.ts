// Somebody else's model, which answers beside the classifier.
import type { Counted } from './evaluation';

/** Why files are not a model that we can compare with. */
export type ImportProblem =
  /** There is no model.json among them. */
  | 'no-model'
  | 'several-models'
  /** The model.json is damaged, or describes something else. */
  | 'not-a-model'
  /** The metadata.json is damaged. */
  | 'not-json'
  | 'weights-missing'
  /** The weights are longer or shorter than model.json says. */
  | 'weights-size'
  /** The model takes sounds, poses, or pictures that are not square or have no colours. */
  | 'not-pictures'
  /** The output is not a share for each class. */
  | 'not-classes'
  /** There are not as many names as outputs. */
  | 'labels'
  /** Some parts are unknown, or do not fit one another or the weights. */
  | 'unsupported'
  | 'too-large';

/** Somebody else's model, in use beside the classifier. */
export interface ImportedModelInfo {
  /** The name that its maker gave it. It may be empty. */
  name: string;
  /** The names of its classes in the order of its outputs. They are empty if no file gives them. */
  labels: string[];
  madeBy: 'teachable-machine' | 'apprentice' | 'unknown';
  /** The side of its input in pixels. */
  inputSize: number;
  parameters: number;
  /** The size of its weights. */
  bytes: number;
  msPerPicture: number;
}

/**
 * `detail` names files, or quotes the loader, for the technically curious. It is not translated.
 */
export type ImportOutcome =
  | { info: ImportedModelInfo }
  | { problem: ImportProblem; detail: string };

/** Pictures of the classes that both models know. */
export interface ModelComparisonRequest {
  pictures: {
    id: string;
    /** The class it shows, by a number that the caller chooses for each class. */
    label: number;
    /** The recording. */
    group: string;
    /** Whether the classifier in use was right. */
    right: boolean;
  }[];
  /** For each of the other model's labels, the class that it means; -1 for none. */
  classOf: number[];
}

export interface ModelComparison {
  /** For each picture: the other model's likeliest label, its share, and whether that is right. */
  said: { label: number; share: number }[];
  right: boolean[];
  ours: Counted;
  theirs: Counted;
  /** The share that our model gets right minus that of the other, and its 95 % interval. */
  difference: { difference: number; low: number; high: number };
}
