// Names of the files that are taken away.
import { safeFileName } from '../archive/names';

export { uniqueNames } from '../archive/names';

const ENDINGS = { page: '.html', model: '-model.zip', report: '-report.html' };

export const fileName = (title: string, product: keyof typeof ENDINGS) =>
  `${safeFileName(title, 'classifier')}${ENDINGS[product]}`;
