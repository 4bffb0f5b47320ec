// Several tabs can show one project: one of them works on it, and the others show what it does.
import { webLocks } from '../model/web-locks';
import type { Change } from '../storage/changes';
import { placeName } from '../storage/place-name';

/** What tabs tell each other. */
export type TabNews =
  /** These rows are on the disk now. */
  | { kind: 'changed'; project: string; changes: Change[] }
  /** A run was kept or dropped. */
  | { kind: 'learned'; project: string }
  /** Everything on this device was deleted. */
  | { kind: 'cleared' };

export interface Claim {
  /** From now on, this tab works on the project. The tab that did so before now follows. */
  takeOver(): void;
  /** Leaves the project to the other tabs. */
  release(): void;
}

let channel: BroadcastChannel | undefined;

export function tell(news: TabNews): void {
  channel?.postMessage(news);
}

/** Listens to other tabs, never to this one's own news. Nothing is received before this call. */
export function hear(listener: (news: TabNews) => void): void {
  channel ??= openChannel();
  channel?.addEventListener('message', ({ data }: MessageEvent<TabNews>) => listener(data));
}

function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(placeName());
  } catch (error) {
    console.warn('tabs do not hear from each other:', error);
    return undefined;
  }
}

const lockOf = (projectId: string) => `${placeName()}-project-${projectId}`;

/**
 * Asks to be the tab that works on a project. Reports at once, and whenever it changes, whether
 * this tab leads or follows. A follower leads when the leader is closed or `takeOver` is called.
 * Resolves after the first report. Without Web Locks every tab leads.
 */
export async function claimProject(
  projectId: string,
  onRole: (role: 'leads' | 'follows') => void,
): Promise<Claim> {
  const locks = await webLocks();
  if (!locks) {
    onRole('leads');
    return { takeOver() {}, release() {} };
  }
  return new Promise((resolve) => {
    let released = false;
    let letGo: () => void = () => {};
    let waiting = new AbortController();

    const hold = (options: LockOptions) => {
      const request = locks.request(lockOf(projectId), options, (lock) => {
        if (!lock) {
          onRole('follows');
          wait();
        } else if (!released) {
          onRole('leads');
        }
        resolve(claim);
        // We hold the lock until the project is left, the tab is closed, or another tab takes over.
        if (!lock || released) return;
        return new Promise<void>((done) => {
          letGo = done;
        });
      });
      request.catch((error: unknown) => {
        if (released || options.signal?.aborted) return;
        // The lock was stolen: another tab works on the project now.
        if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
        onRole('follows');
        wait();
      });
    };
    const wait = () => {
      waiting = new AbortController();
      hold({ signal: waiting.signal });
    };
    const claim: Claim = {
      takeOver() {
        waiting.abort();
        hold({ steal: true });
      },
      release() {
        released = true;
        waiting.abort();
        letGo();
      },
    };
    hold({ ifAvailable: true });
  });
}

/** The projects that tabs currently work on, including this one. */
export async function claimedProjects(): Promise<Set<string>> {
  const { held = [] } = (await (await webLocks())?.query()) ?? {};
  const prefix = lockOf('');
  return new Set(
    held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : [])),
  );
}

/** Whether another tab shows what this one does to a project. True if we cannot know. */
export async function isFollowed(projectId: string): Promise<boolean> {
  const { pending } = (await (await webLocks())?.query()) ?? {};
  return pending?.some(({ name }) => name === lockOf(projectId)) ?? true;
}

/**
 * Runs work on a project that no tab has open, and keeps other tabs from it in the meantime.
 * Returns false if a tab has it open.
 */
export async function whileUnclaimed(
  projectId: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const locks = await webLocks();
  if (!locks) {
    await work();
    return true;
  }
  return locks.request(lockOf(projectId), { ifAvailable: true }, async (lock) => {
    if (lock) await work();
    return lock !== null;
  });
}
