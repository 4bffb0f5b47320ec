// From a drop, or the browser's own dialog, to the files of a model.
import { filesFromTransfer } from '../../runtime/found-files';
import { chooseFiles } from '../../ui/choose-files';

/** Call it within the drop event. */
export async function filesDropped(data: DataTransfer): Promise<File[]> {
  const { files } = await filesFromTransfer(data);
  return files.map(({ file }) => file);
}

/** Call it within a click. */
export const chooseModelFiles = (folder: boolean): Promise<File[]> =>
  chooseFiles({ accept: '.zip,.json,.bin,.txt', folder });
