// The app's own examples as a set of labelled pictures, drawn when they are needed. Both the
// command and its page read it.

import { type ExampleId, exampleIds, exampleOf } from '../src/examples/examples';
import type { Wanted } from '../src/examples/worker';
import type { Dataset, LabelledPicture } from './dataset';

/** Examples whose pictures the app draws. */
export const DRAWN_EXAMPLES: readonly ExampleId[] = exampleIds.filter(
  (id) => exampleOf(id).pictures,
);

const TRAIN = 200;
const VAL = 75;
const SEED = 1;

/**
 * Each picture shows its own thing, so that all are independent: for each class 200 to draw from,
 * and 75 to test on.
 */
export function exampleDataset(id: ExampleId): Dataset {
  const classes = Array.from({ length: exampleOf(id).classes }, (_, label) => `class-${label + 1}`);
  const pictures = (part: string, first: number, count: number): LabelledPicture[] =>
    classes.flatMap((name, label) =>
      Array.from({ length: count }, (_, i) => ({
        path: `${part}/${name}/${first + i}.png`,
        label,
      })),
    );
  return { classes, train: pictures('train', 0, TRAIN), val: pictures('val', TRAIN, VAL) };
}

/** What to draw for a path of `exampleDataset`. */
export function wantedFor(example: ExampleId, path: string): Wanted {
  const [, ofClass, thing] = /\/class-(\d+)\/(\d+)\.png$/.exec(path) ?? [];
  if (!ofClass || !thing) throw new Error(`${path} is of no example`);
  return { example, seed: SEED, ofClass: Number(ofClass) - 1, thing: Number(thing), number: 0 };
}
