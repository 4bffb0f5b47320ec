// The browser's own file dialog, opened from a button.

interface Wish {
  /** Media types and endings, as an input of type file takes them. */
  accept: string;
  one?: boolean;
  /** A folder with all that is in it. */
  folder?: boolean;
  /** Takes a picture with the phone's camera app, for pages that cannot get a camera. */
  taken?: boolean;
}

/**
 * Resolves with the files chosen; with none where the dialog was closed. Call it within a click.
 */
export function chooseFiles({ accept, one, folder = false, taken }: Wish): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.hidden = true;
  input.accept = folder ? '' : accept;
  input.multiple = !one && !taken;
  input.webkitdirectory = folder;
  if (taken) input.capture = 'environment';
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
