// A file that means harm, or is just broken, with what has to become of it.
import type { TestFile } from '../apprentice';

/** @template Outcome what may become of a file of this kind: taken, or refused with one of its reasons. */
export interface HostileFile<Outcome extends string> extends TestFile {
  /** Several where it hangs on the browser's decoder, and either does no harm. */
  outcome: Outcome | readonly Outcome[];
  /** The name under which a person may see it; absent where it is harmless as it is. */
  shownAs?: string;
  /** What is to be seen in the middle of the picture, where that tells that it was read right. */
  colour?: Rgb;
}

/** Each from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export const outcomesOf = <Outcome extends string>({
  outcome,
}: HostileFile<Outcome>): readonly Outcome[] => (typeof outcome === 'string' ? [outcome] : outcome);
