// What is taken away, as the app hands it to the writers.
import type { BackboneInfo } from './backbone';
import type { ExportedModel } from './export';
import type { PredictedFamiliarity } from './prediction';
import type { StoredRun } from './run';
import type { Strategy } from './strategy';

/** A class as people see it. */
export interface NamedClass {
  name: string;
  /** Which of --c1 to --c10, from 1. */
  colour: number;
  /** Of the ten marks, from 0; from 10 on they repeat with a number. */
  shape: number;
  /** Pictures that it learned from or held out; undefined where they were changed since. */
  pictures: number | undefined;
}

/** A picture by which an export can see that it answers as the app did. */
export interface GoldenPicture {
  /** What it is of, an index into the classes. */
  label: number;
  /** The square that the app keeps, as PNG: 224 pixels a side. */
  kept: Blob;
  /** What the network sees of it, as PNG: the model's input size. */
  seen: Blob;
  /** In the order of the classes. */
  probabilities: number[];
  familiarity?: PredictedFamiliarity;
}

/** The classifier in use with all that is told of it. */
export interface Classifier {
  title: string;
  /** In the order of the model's outputs. */
  classes: NamedClass[];
  exported: ExportedModel;
  golden: GoldenPicture[];
  backbone: BackboneInfo;
  /** How it learned, where that is another way than a head on the frozen backbone. */
  strategy: Strategy | undefined;
  run: StoredRun;
  /** The share of familiar pictures that may be answered with "I don't know". */
  falseRejection: number;
  /** Where the backbones' own files are. */
  backbonesUrl: string;
}
