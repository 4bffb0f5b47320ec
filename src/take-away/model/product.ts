import type { Product } from '../product';

export const model: Product = {
  ending: '-model.zip',
  async write(...given) {
    const { modelZip } = await import('./model-zip');
    return modelZip(...given);
  },
};
