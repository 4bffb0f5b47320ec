import type { EngineErrorKind } from './protocol';

const PREFIX = 'EngineError/';

/** An error of the engine that the page can explain to a person. */
export class EngineError extends Error {
  constructor(
    readonly kind: EngineErrorKind,
    message: string,
  ) {
    super(message);
    // The name carries the kind through Comlink, which keeps only name, message and stack.
    this.name = PREFIX + kind;
  }

  /** The same error on the other side of the worker's boundary; anything else comes back as it is. */
  static revive(error: unknown): unknown {
    if (error instanceof Error && error.name.startsWith(PREFIX)) {
      return new EngineError(error.name.slice(PREFIX.length) as EngineErrorKind, error.message);
    }
    return error;
  }
}
