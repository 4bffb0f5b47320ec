// An error of the engine that the page can explain to a person.

export type EngineErrorKind =
  /** The worker died or the GPU context was lost while the call ran. A new worker is on its way. */
  | 'engine-crashed'
  | 'no-backend'
  | 'backbone-missing'
  | 'backbone-corrupt'
  /** A person's own model that is not kept on this device. */
  | 'own-backbone-missing'
  /** A person's own model that this backend cannot run. */
  | 'own-backbone-unfit'
  /** What was asked for needs a backbone whose stages are known, which one's own model is not. */
  | 'unknown-design'
  | 'too-few-samples'
  /** The worker does not hold the features of some samples: remember them and call again. */
  | 'features-missing'
  | 'training-diverged'
  | 'no-head'
  | 'aborted';

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

  /**
   * The same error on the other side of the worker's boundary; anything else comes back as it is.
   */
  static revive(error: unknown): unknown {
    if (error instanceof Error && error.name.startsWith(PREFIX)) {
      return new EngineError(error.name.slice(PREFIX.length) as EngineErrorKind, error.message);
    }
    return error;
  }
}
