// The browser's own file dialog, opened from a button.

interface Wish {
  /** Chooses a folder with everything in it. */
  folder?: boolean;
  /** Takes a picture with the phone's camera app, for pages that cannot get a camera. */
  taken?: boolean;
}

/**
 * Resolves with the chosen files, or with none if the dialog was closed. Call this within a click.
 */
export function chooseFiles({ folder = false, taken = false }: Wish = {}): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.hidden = true;
  input.accept = folder ? '' : 'image/*';
  input.multiple = !taken;
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
