// A file that is harmful or just broken, with what must become of it.
import type { TestFile } from '../apprentice';

/**
 * @template Outcome what may become of a file of this kind: taken, or refused for one of its
 * reasons.
 */
export interface HostileFile<Outcome extends string> extends TestFile {
  /** There are several if it depends on the browser's decoder and none of them does harm. */
  outcome: Outcome | readonly Outcome[];
  /** The name under which a person may see it. Absent if its name is harmless as it is. */
  shownAs?: string;
  /** The colour in the middle of the picture, if that shows that it was read correctly. */
  colour?: Rgb;
}

/** Each from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export const outcomesOf = <Outcome extends string>({
  outcome,
}: HostileFile<Outcome>): readonly Outcome[] => (typeof outcome === 'string' ? [outcome] : outcome);
