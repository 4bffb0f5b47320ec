// From a person's act to a project file, and back.

import { filesFromList } from '../../runtime/found-files';
import { useApp } from '../../store/app-store';

/** What file systems do not take in names. */
const UNSAFE = /[\\/:*?"<>|\p{Cc}\p{Cf}]/gu;

/** Saves a project by the browser's own download. */
export async function saveAsFile(id: string, title: string): Promise<void> {
  const file = await useApp.getState().projectFile(id);
  if (!file) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${title.replace(UNSAFE, ' ').trim() || 'project'}.apprentice.zip`;
  link.click();
  // The download has begun by then; it keeps the file for itself.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Lets a person choose a project file or another archive. Call it within a click. */
export function chooseProjectFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.hidden = true;
  input.accept = '.zip,.tm,application/zip';
  document.body.append(input);
  const end = () => {
    input.remove();
    const [chosen] = filesFromList(input.files ?? []).files;
    if (chosen) useApp.getState().openArchive(chosen.file);
  };
  input.addEventListener('change', end);
  input.addEventListener('cancel', end);
  input.click();
}
