// Finds a model's files in a drop, or in the browser's own dialog.
import { filesFromTransfer } from '../../runtime/found-files';

/** Call this within the drop event. */
export async function filesDropped(data: DataTransfer): Promise<File[]> {
  const { files } = await filesFromTransfer(data);
  return files.map(({ file }) => file);
}

/**
 * Resolves with the chosen files, or with none if the dialog was closed. Call this within a click.
 */
export function chooseModelFiles(folder: boolean): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.hidden = true;
  input.accept = folder ? '' : '.zip,.json,.bin,.txt';
  input.multiple = true;
  input.webkitdirectory = folder;
  document.body.append(input);
  return new Promise((resolve) => {
    const end = () => {
      input.remove();
      resolve(Array.from(input.files ?? []));
    };
    input.addEventListener('change', end);
    input.addEventListener('cancel', end);
    input.click();
  });
}
