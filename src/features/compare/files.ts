// Finds a model's files in a drop, or in the browser's own dialog.
import { filesFromTransfer } from '../../runtime/found-files';
import { chooseFiles } from '../../ui/choose-files';

/** Call this within the drop event. */
export async function filesDropped(data: DataTransfer): Promise<File[]> {
  const { files } = await filesFromTransfer(data);
  return files.map(({ file }) => file);
}

/** Call it within a click. */
export const chooseModelFiles = (folder: boolean): Promise<File[]> =>
  chooseFiles({ accept: '.zip,.json,.bin,.txt', folder });
