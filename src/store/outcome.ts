// What comes of an act, and the one place that tells errors a person can act on from bugs.
import { EngineError, type EngineErrorKind } from '../model/engine-error';
import { StorageError } from '../storage/storage-error';
import { announce } from './lifecycle';

/**
 * What comes of an act that shows its own errors. Whoever begins it may wait for it but need not.
 * It rejects only on a bug, which the page reports like any rejection that nobody handles.
 */
export interface Outcome<Result = void> {
  then<Done = Result, Failed = never>(
    onDone?: ((result: Result) => Done | PromiseLike<Done>) | null,
    onBug?: ((error: unknown) => Failed | PromiseLike<Failed>) | null,
  ): Promise<Done | Failed>;
}

/**
 * Runs work whose errors are shown, and then resolves with undefined. A disk error is shown in the
 * bar. An engine error is shown by `show`, unless the work was stopped. Anything else is a bug, and
 * so is an engine error if there is no `show`.
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
