// A model of somebody else that answers beside the classifier.
import type { Counted } from './evaluation';

/** Why files are no model to compare with. */
export type ImportProblem =
  /** No model.json among them. */
  | 'no-model'
  | 'several-models'
  /** A model.json that is damaged, or says something else. */
  | 'not-a-model'
  /** A metadata.json that is damaged. */
  | 'not-json'
  | 'weights-missing'
  /** Longer or shorter than model.json says. */
  | 'weights-size'
  /** It takes sounds, poses, or pictures that are not square or without colours. */
  | 'not-pictures'
  /** Its output is not a share for each class. */
  | 'not-classes'
  /** As many names as outputs there must be. */
  | 'labels'
  /** Parts that are not known, or do not fit one another or the weights. */
  | 'unsupported'
  | 'too-large';

/** A model of somebody else, in use beside the classifier. */
export interface ImportedModelInfo {
  /** As its maker called it; may be empty. */
  name: string;
  /** Names of its classes in the order of its outputs; empty ones where no file told them. */
  labels: string[];
  madeBy: 'teachable-machine' | 'apprentice' | 'unknown';
  /** Pixels a side. */
  inputSize: number;
  parameters: number;
  /** Of its weights. */
  bytes: number;
  msPerPicture: number;
}

/**
 * `detail` names files, or says what the loader says: for the technically curious, not translated.
 */
export type ImportOutcome =
  | { info: ImportedModelInfo }
  | { problem: ImportProblem; detail: string };

/** Pictures of classes that both models know. */
export interface ModelComparisonRequest {
  pictures: {
    id: string;
    /** What it is: a number of the caller's for each class. */
    label: number;
    /** The recording. */
    group: string;
    /** Whether the classifier in use was right. */
    right: boolean;
  }[];
  /** Of each of the other model's labels: which class it means; -1 for none. */
  classOf: number[];
}

export interface ModelComparison {
  /** Of each picture: the other model's likeliest label, its share, and whether that is right. */
  said: { label: number; share: number }[];
  right: boolean[];
  ours: Counted;
  theirs: Counted;
  /** Share right of ours less that of theirs, and its 95 % interval. */
  difference: { difference: number; low: number; high: number };
}
