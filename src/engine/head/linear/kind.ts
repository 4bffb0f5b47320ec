import type { TrainerFor } from '../trainer';
import { LinearTrainer } from './trainer';

export const linear: TrainerFor = (data, { l2, epochs, seed, keepsPrior }) =>
  new LinearTrainer(data, { l2, mostPasses: epochs, seed, keepsPrior });
