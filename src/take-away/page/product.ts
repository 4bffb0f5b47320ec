import type { Product } from '../product';

export const page: Product = {
  ending: '.html',
  async write(...given) {
    const { webPage } = await import('./web-page');
    return webPage(...given);
  },
};
