// What comes of an act, and the one place where errors that a person can act on are told from bugs.
import { EngineError, type EngineErrorKind } from '../model/engine-error';
import { StorageError } from '../storage/storage-error';
import { announce } from './lifecycle';

/**
 * What comes of an act that shows its own errors: whoever begins it may wait for it, and need not. It
 * rejects on a bug alone, which the page reports as it does every rejection that nobody handles.
 */
export interface Outcome<Result = void> {
  then<Done = Result, Failed = never>(
    onDone?: ((result: Result) => Done | PromiseLike<Done>) | null,
    onBug?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed>;
}

/**
 * Runs work whose errors are shown: a disk that refuses in the bar, the engine's by `show` unless it was
 * stopped. Undefined then; anything else is a bug, as is an engine's error with nobody to show it.
 */
export async function asAct<Result>(
  work: () => PromiseLike<Result>,
  show?: (kind: EngineErrorKind, message: string) => void,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageError) announce('diskRefused', error.kind);
    else if (!(error instanceof EngineError && show)) throw error;
    else if (error.kind !== 'aborted') show(error.kind, error.message);
    return undefined;
  }
}
