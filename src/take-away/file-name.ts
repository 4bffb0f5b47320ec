// Names of the files that are taken away.
import { safeFileName } from '../model/file-names';

export { uniqueNames } from '../model/file-names';

export const fileName = (title: string, ending: string) =>
  `${safeFileName(title, 'classifier')}${ending}`;
