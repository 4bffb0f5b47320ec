import type { DomainReport, DomainRequest } from '../../model/domain';
import { EngineError } from '../../model/engine-error';
import { domainDistance as measured } from '../transfer/domain';
import { call } from './call';

/**
 * How far other pictures are from the samples, by their features, and what adapting to them brings
 * if they are labelled: see domainDistance in transfer/domain. Undefined if either side has a
 * single group. Aborting the signal rejects with EngineError 'aborted'. Throws 'features-missing'.
 */
export const domainDistance = call<DomainRequest, DomainReport | undefined>(
  async (engine, { featureKey, classes, samples, other, seed }, { signal }) => {
    const ids = samples.map(({ id }) => id);
    const { features, size } = engine.features.gathered(featureKey, ids);
    const featuresOf = engine.features.reader(featureKey);
    const theirs = new Float32Array(other.length * size);
    for (const [i, { features: given }] of other.entries()) {
      const row = typeof given === 'string' ? featuresOf(given) : given;
      if (row?.length !== size) throw new EngineError('features-missing', 'of another picture');
      theirs.set(row, i * size);
    }
    const labels = other.flatMap(({ label }) => (label === undefined ? [] : [label]));
    const labelled = labels.length === other.length && labels.length > 0;
    return measured(
      {
        features,
        groups: samples.map(({ group }) => group),
        labels: Int32Array.from(samples, ({ label }) => label),
        classCount: classes.length,
      },
      {
        features: theirs,
        groups: other.map(({ group }) => group),
        ...(labelled && { labels: Int32Array.from(labels) }),
      },
      size,
      seed,
      signal,
    );
  },
);
