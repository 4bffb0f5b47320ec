// What can be taken away, in the form in which the app hands it to the writers.
import type { BackboneInfo } from './backbone';
import type { ExportedModel } from './export';
import type { PredictedFamiliarity } from './prediction';
import type { StoredRun } from './run';
import type { Strategy } from './strategy';

/** A class as people see it. */
export interface NamedClass {
  name: string;
  /** Which of the colours --c1 to --c10 it has, from 1. */
  colour: number;
  /** Which of the ten marks it has, from 0. From 10 on they repeat, with a number. */
  shape: number;
  /** How many pictures it learned from or held out. Undefined if they have changed since. */
  pictures: number | undefined;
}

/** A picture with which an export can check that it answers as the app did. */
export interface GoldenPicture {
  /** The class it shows, as an index into the classes. */
  label: number;
  /** The square that the app keeps, as a PNG with sides of 224 pixels. */
  kept: Blob;
  /** What the network sees of it, as a PNG of the model's input size. */
  seen: Blob;
  /** In the order of the classes. */
  probabilities: number[];
  familiarity?: PredictedFamiliarity;
}

/** The classifier in use, with everything that is told about it. */
export interface Classifier {
  title: string;
  /** In the order of the model's outputs. */
  classes: NamedClass[];
  exported: ExportedModel;
  golden: GoldenPicture[];
  backbone: BackboneInfo;
  /** How it learned, unless that is a head on the frozen backbone. */
  strategy: Strategy | undefined;
  run: StoredRun;
  /** The share of familiar pictures that may get the answer "I don't know". */
  falseRejection: number;
  /** The URL of the backbones' own files. */
  backbonesUrl: string;
}
