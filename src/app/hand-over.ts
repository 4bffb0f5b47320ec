// Files from outside the page: shared with the installed app, or opened with it.

import { filesFromList } from '../runtime/found-files';
import { useApp } from '../store/app-store';
import { putIntoInbox, readInbox, removeFromInbox, type WorkerNews } from './inbox';
import { NOTHING_SHARED, useShared } from './shared-files';

interface LaunchQueue {
  setConsumer(consumer: (launch: { files?: readonly FileSystemFileHandle[] }) => void): void;
}

/** What goes in now. It leaves the inbox when it is in. */
let goingIn = new Set<string>();

/**
 * From now on, asks about files that are shared, and takes in those that a person opens with the
 * app. Call this once, after the project has opened.
 */
export async function takeHandedOver(): Promise<void> {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer(({ files = [] }) => takeOpened(files));
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<WorkerNews>) => {
    if (data === 'inbox') void ask();
  });
  // Another tab may have answered meanwhile.
  addEventListener('visibilitychange', () => {
    if (!document.hidden) void ask();
  });
  await ask();
}

/** A person chose these files and this app, so there is nothing to ask unless it has no project. */
async function takeOpened(handles: readonly FileSystemFileHandle[]): Promise<void> {
  const files = await Promise.all(handles.map((handle) => handle.getFile()));
  if (leads()) {
    await useApp.getState().importFiles(filesFromList(files).files);
    return;
  }
  await putIntoInbox(files);
  await ask();
}

const leads = () => useApp.getState().role === 'leads';

/** Shows what waits. */
async function ask(): Promise<void> {
  const { files, tooMuch } = await readInbox();
  useShared.setState({ files: files.filter(({ key }) => !goingIn.has(key)), tooMuch });
}

/**
 * Takes in what waits, if this tab works on a project. The files stay in the inbox until they are
 * in.
 */
export async function addShared(): Promise<void> {
  const { files } = useShared.getState();
  // Nothing is awaited between this question and the import.
  if (!leads()) return;
  useShared.setState(NOTHING_SHARED);
  goingIn = new Set(files.map(({ key }) => key));
  const { project } = useApp.getState();
  await useApp.getState().importFiles(filesFromList(files.map(({ file }) => file)).files);
  // If the project was left meanwhile, some are not in, and the person is asked again.
  const stayed = leads() && useApp.getState().project?.id === project?.id;
  await nothingOffered();
  if (stayed) await removeFromInbox(files);
  goingIn = new Set();
  if (!stayed) await ask();
}

/** Forgets what waits. */
export async function refuseShared(): Promise<void> {
  const { files } = useShared.getState();
  useShared.setState(NOTHING_SHARED);
  await removeFromInbox(files);
}

/** Resolves when no project file waits for an answer or is being read. */
function nothingOffered(): Promise<void> {
  return new Promise((resolve) => {
    const isOver = ({ offered, transfer }: ReturnType<typeof useApp.getState>) =>
      offered === undefined && transfer === undefined;
    if (isOver(useApp.getState())) return resolve();
    const end = useApp.subscribe((state) => {
      if (!isOver(state)) return;
      end();
      resolve();
    });
  });
}
