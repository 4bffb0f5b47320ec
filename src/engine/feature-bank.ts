// The features that the worker remembers, so that training can refer to samples by id.
import type { FeatureKey } from '../model/backbone';
import { EngineError } from '../model/engine-error';

/** Raw features of samples by their ids, kept apart for each backbone and input size. */
export class FeatureBank {
  readonly #byKey = new Map<FeatureKey, Map<string, Float32Array>>();

  /** The features of one backbone, for reading and writing. */
  under(key: FeatureKey): Map<string, Float32Array> {
    const vectors = this.#byKey.get(key) ?? new Map<string, Float32Array>();
    this.#byKey.set(key, vectors);
    return vectors;
  }

  /** Looks up a sample's features under one key. */
  reader(key: FeatureKey): (id: string) => Float32Array | undefined {
    const vectors = this.under(key);
    return (id) => vectors.get(id);
  }

  /**
   * A copy of the features of some samples, stacked in order.
   *
   * @throws EngineError 'features-missing'
   */
  gathered(key: FeatureKey, ids: string[]): { features: Float32Array; size: number } {
    const vectors = this.under(key);
    const size = vectors.get(ids[0] ?? '')?.length ?? 0;
    const features = new Float32Array(ids.length * size);
    for (const [i, id] of ids.entries()) {
      const row = vectors.get(id);
      if (row?.length !== size) throw new EngineError('features-missing', `Sample ${id}`);
      features.set(row, i * size);
    }
    return { features, size };
  }

  forget(ids: string[]): void {
    for (const vectors of this.#byKey.values()) for (const id of ids) vectors.delete(id);
  }

  /** Forgets all other backbones. Their features are still on the disk. */
  keepOnly(key: FeatureKey): void {
    for (const other of this.#byKey.keys()) if (other !== key) this.#byKey.delete(other);
  }

  get size(): number {
    return [...this.#byKey.values()].reduce((sum, { size }) => sum + size, 0);
  }
}
