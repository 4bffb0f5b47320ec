// A slice of the one store. It reads all of the state and writes only its own fields.
import type { AppState } from './state';

/**
 * Writes the slice's own fields only. Anything that others must do is announced: see lifecycle.ts.
 */
export type Write<Own> = (change: Partial<Own> | ((state: AppState) => Partial<Own>)) => void;

export type Read = () => AppState;

export type Slice<Own> = (set: Write<Own>, get: Read) => Own;
