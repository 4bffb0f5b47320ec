import type { HeadFacts } from './facts';

/** A small network with one hidden layer. */
export const mlp = {
  unit: 'epoch',
  uses: { epochs: true, batchSize: true, learningRate: true },
  locked: undefined,
  // Decoupled weight decay. Smaller values gave a larger loss on new pictures.
  strength: { automatic: 10, chosen: false, min: 0, max: 100, step: 1 },
  choosesEpoch: true,
  layers: ['relu', 'linear'],
} as const satisfies HeadFacts;
