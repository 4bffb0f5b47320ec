// A slice of the one store: it reads all of the state and writes what is its own.
import type { AppState } from './app-store';

/** Takes fields of one's own alone: what others are to do about it is announced, see lifecycle.ts. */
export type Write<Own> = (change: Partial<Own> | ((state: AppState) => Partial<Own>)) => void;

export type Read = () => AppState;

export type Slice<Own> = (set: Write<Own>, get: Read) => Own;
