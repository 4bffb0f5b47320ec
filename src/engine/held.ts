/**
 * Weights that are disposed once they have been replaced and nobody computes with them any more.
 */
export class Held<T extends { dispose(): void }> {
  readonly it: T;
  #users = 0;
  #replaced = false;

  constructor(it: T) {
    this.it = it;
  }

  /** Runs a computation with the weights, which are not disposed in the meantime. */
  async use<R>(compute: (it: T) => Promise<R>): Promise<R> {
    const release = this.hold();
    try {
      return await compute(this.it);
    } finally {
      release();
    }
  }

  /** Keeps the weights alive until the returned function is called. */
  hold(): () => void {
    this.#users++;
    return () => {
      this.#users--;
      this.#disposeUnused();
    };
  }

  replace(): void {
    this.#replaced = true;
    this.#disposeUnused();
  }

  #disposeUnused(): void {
    if (this.#replaced && this.#users === 0) this.it.dispose();
  }
}
