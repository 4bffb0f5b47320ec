// All examples, in the order in which they are offered.
import { cells } from './cells';
import type { Example } from './example';
import { papers } from './papers';
import { rockPaperScissors } from './rock-paper-scissors';
import { sounds } from './sounds';

export const examples = {
  'rock-paper-scissors': rockPaperScissors,
  cells,
  sounds,
  papers,
} as const satisfies Record<string, Example>;

export type ExampleId = keyof typeof examples;

export const exampleIds = Object.keys(examples) as ExampleId[];

export const exampleOf = (id: ExampleId): Example => examples[id];
