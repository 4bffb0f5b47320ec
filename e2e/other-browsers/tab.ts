// What a test asks of a browser that Playwright does not drive, whatever drives it.
import type { Picture } from './picture';

/** Runs in the page: it must use nothing from outside itself. */
export type InPage<Result> = (...args: string[]) => Result;

/** Finds an element in the page. */
export type Find = InPage<Element | undefined>;

export interface Tab {
  /** Opens an address; the same one again loads it again. */
  open(url: string): Promise<void>;
  run<Result>(script: InPage<Result>, ...args: string[]): Promise<Result>;
  /** Clicks as a mouse does. */
  click(find: Find, ...args: string[]): Promise<void>;
  /** Gives an input files by their paths. */
  giveFiles(paths: readonly string[], find: Find): Promise<void>;
  /** What the window shows of the page, one pixel for each of CSS. */
  painted(): Promise<Picture>;
  /** Errors in the console and uncaught ones so far. */
  problems(): Promise<readonly string[]>;
  close(): Promise<void>;
}
