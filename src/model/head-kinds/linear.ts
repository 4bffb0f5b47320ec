import type { HeadFacts } from './facts';

/** Logistic regression: a single layer, which converges in a few passes. */
export const linear = {
  unit: 'pass',
  uses: { epochs: true, batchSize: false, learningRate: false },
  locked: 'advanced.onlyMlp',
  // This is λ, which is scikit-learn's 1/C: C = 0.01.
  strength: { automatic: 100, chosen: true, min: 0.001, max: 10_000, step: 10 },
  choosesEpoch: false,
  layers: ['linear'],
} as const satisfies HeadFacts;
