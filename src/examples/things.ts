// The things that an example's pictures show, as slides or instruments: what a seed settles about
// each before it is drawn.
import { seededHash } from '../model/hash';
import { type Random, seededRandom } from '../model/random';
import { type ExampleId, exampleOf } from './examples';

export interface Thing {
  example: ExampleId;
  seed: number;
  ofClass: number;
  /** Its number in its class. */
  thing: number;
}

/**
 * The random numbers of a thing, the same at each call. With `number`, they are those of one of its
 * pictures.
 */
export function randomOf({ example, seed, ofClass, thing }: Thing, number?: number): Random {
  const name = `${example}/${ofClass}/${thing}`;
  return seededRandom(seededHash(seed, number === undefined ? name : `${name}/${number}`));
}

/**
 * The thing's answer to the example's second question, as an index. Undefined if there is no such
 * question.
 */
export function secondLabelOf(thing: Thing): number | undefined {
  return exampleOf(thing.example).pictures?.secondLabel?.(randomOf(thing));
}
