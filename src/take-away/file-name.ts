// Names of the files that are taken away.
import { safeFileName } from '../archive/names';

export { uniqueNames } from '../archive/names';

export const fileName = (title: string, ending: string) =>
  `${safeFileName(title, 'classifier')}${ending}`;
