// Saves a project as a file, and opens one, when a person asks for it.

import { safeFileName } from '../../model/file-names';
import { filesFromList } from '../../runtime/found-files';
import { useApp } from '../../store/app-store';
import { needNoReminder } from '../../store/preferences';
import { chooseFiles } from '../../ui/choose-files';
import { download } from '../../ui/download';

export async function saveAsFile(id: string, title: string): Promise<void> {
  const file = await useApp.getState().projectFile(id);
  if (!file) return;
  download(file, `${safeFileName(title, 'project')}.apprentice.zip`);
  needNoReminder(id);
}

/** Lets a person choose a project file or another archive. Call it within a click. */
export async function chooseProjectFile(): Promise<void> {
  const chosen = await chooseFiles({ accept: '.zip,.tm,application/zip', one: true });
  const [found] = filesFromList(chosen).files;
  if (found) await useApp.getState().openArchive(found.file);
}
