import type { TrainerFor } from '../trainer';
import { MlpTrainer } from './trainer';

export const mlp: TrainerFor = (data, { epochs, batchSize, learningRate, l2, seed, keepsPrior }) =>
  new MlpTrainer(data, {
    mostEpochs: epochs,
    batchSize,
    learningRate,
    weightDecay: l2,
    seed,
    keepsPrior,
  });
