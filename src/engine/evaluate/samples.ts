// Samples in the form in which heads learn from them and are measured on them.
import { EngineError } from '../../model/engine-error';
import { allFinite } from '../../model/finite';
import type { TrainingSample } from '../../model/training';

/** Raw features, with what is known about each sample. Row i holds sample i's features. */
export interface LabelledFeatures {
  /** Row-major [n, size], as the backbone returned them. */
  features: Float32Array;
  size: number;
  /** [n], indices of classes. */
  labels: Int32Array;
  /** [n], the recording of each sample. */
  groups: readonly string[];
}

/** @throws EngineError 'features-missing', also for features that are not finite */
export function gather(
  samples: readonly TrainingSample[],
  featuresOf: (id: string) => Float32Array | undefined,
  size: number,
): LabelledFeatures {
  const features = new Float32Array(samples.length * size);
  for (const [i, { id }] of samples.entries()) {
    const row = featuresOf(id);
    if (row?.length !== size || size === 0) {
      throw new EngineError('features-missing', `Sample ${id}: ${row?.length ?? 0} features`);
    }
    if (!allFinite(row)) throw new EngineError('features-missing', `Sample ${id}: not finite`);
    features.set(row, i * size);
  }
  return {
    features,
    size,
    labels: Int32Array.from(samples, ({ label }) => label),
    groups: samples.map(({ group }) => group),
  };
}
