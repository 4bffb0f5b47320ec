// From a person's act to an import: into a class, or without one by the names of the folders.

import { filesFromList, filesFromTransfer } from '../../runtime/found-files';
import { useApp } from '../../store/app-store';
import { chooseFiles } from '../../ui/choose-files';

/** Call it within the drop or paste event. */
export async function bringInTransfer(data: DataTransfer, classId?: string): Promise<void> {
  const { files, unreadable } = await filesFromTransfer(data);
  await useApp.getState().importFiles(files, classId, unreadable);
}

export async function bringInChosen(
  wish: Omit<Parameters<typeof chooseFiles>[0], 'accept'>,
  classId?: string,
  how?: { test: boolean },
): Promise<void> {
  const chosen = await chooseFiles({ ...wish, accept: 'image/*' });
  if (chosen.length === 0) return;
  await useApp.getState().importFiles(filesFromList(chosen).files, classId, [], how);
}
