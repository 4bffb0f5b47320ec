import type { Product } from '../product';

export const report: Product = {
  ending: '-report.html',
  async write(...given) {
    const writer = await import('./report');
    return writer.report(...given);
  },
};
