// Files from outside the page: shared with the installed app, or opened with it.

import { filesFromList } from '../runtime/found-files';
import { useApp } from '../store/app-store';
import { putIntoInbox, takeFromInbox, type WorkerNews } from './inbox';

interface LaunchQueue {
  setConsumer(consumer: (launch: { files?: readonly FileSystemFileHandle[] }) => void): void;
}

/**
 * Takes such files in, in the tab that works on the project. Call this once, after the project has
 * opened.
 */
export async function takeHandedOver(): Promise<void> {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => takeOpened(files));
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<WorkerNews>) => {
    if (data === 'inbox') void takeIn();
  });
  // A tab that only follows leaves the files to the leading tab, which it may become itself.
  useApp.subscribe(({ role }, before) => {
    if (role !== before.role) void takeIn();
  });
  await takeIn();
}

async function takeOpened(handles: readonly FileSystemFileHandle[]): Promise<void> {
  await putIntoInbox(await Promise.all(handles.map((handle) => handle.getFile())));
  await takeIn();
}

async function takeIn(): Promise<void> {
  if (useApp.getState().role !== 'leads') return;
  const { files } = filesFromList(await takeFromInbox());
  if (files.length > 0) await useApp.getState().importFiles(files);
}
