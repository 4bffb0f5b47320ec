// An error of the engine that the page can explain to a person.

export type EngineErrorKind =
  /** The worker died or the GPU context was lost during the call. A new worker is starting. */
  | 'engine-crashed'
  | 'no-backend'
  | 'backbone-missing'
  | 'backbone-corrupt'
  /** A person's own model is not stored on this device. */
  | 'own-backbone-missing'
  /** This backend cannot run a person's own model. */
  | 'own-backbone-unfit'
  /** The request needs a backbone whose stages are known, but a person's own model is in use. */
  | 'unknown-design'
  | 'too-few-samples'
  /** The worker does not hold the features of some samples: remember them and call again. */
  | 'features-missing'
  /** Pictures whose features are not finite, whatever computes them. */
  | 'features-broken'
  | 'training-diverged'
  | 'no-head'
  /** A call in a worker of its own was ended because it took too long. */
  | 'took-too-long'
  | 'aborted';

const PREFIX = 'EngineError/';

/** An error of the engine that the page can explain to a person. */
export class EngineError extends Error {
  constructor(
    readonly kind: EngineErrorKind,
    message: string,
  ) {
    super(message);
    // The name carries the kind through Comlink, which only keeps name, message and stack.
    this.name = PREFIX + kind;
  }

  /**
   * Restores the error on the other side of the worker's boundary. Everything else is returned as
   * it is.
   */
  static revive(error: unknown): unknown {
    if (error instanceof Error && error.name.startsWith(PREFIX)) {
      return new EngineError(error.name.slice(PREFIX.length) as EngineErrorKind, error.message);
    }
    return error;
  }
}
