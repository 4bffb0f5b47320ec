// Names of the files that are taken away.
import { safeFileName } from '../model/file-names';

export { uniqueNames } from '../model/file-names';

const ENDINGS = { page: '.html', model: '-model.zip', report: '-report.html' };

export const fileName = (title: string, product: keyof typeof ENDINGS) =>
  `${safeFileName(title, 'classifier')}${ENDINGS[product]}`;
