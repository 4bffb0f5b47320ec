// The one place that tells errors a person can act on from bugs.
import { EngineError, type EngineErrorKind } from '../model/engine-error';
import { StorageError } from '../storage/storage-error';
import { announce } from './lifecycle';

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
