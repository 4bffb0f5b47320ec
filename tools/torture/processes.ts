// The processes of this machine, if the system lists them in /proc.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** All descendants of a process. */
export function descendants(root: number): number[] {
  const all = processes();
  const found: number[] = [];
  for (const queue = [root]; queue.length > 0; ) {
    const parent = queue.pop();
    const children = all.filter((each) => each.parent === parent).map(({ pid }) => pid);
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

/** Megabytes of memory that the largest descendant of this process uses. 0 if there is no /proc. */
export function largestProcess(): number {
  return Math.max(
    0,
    ...descendants(process.pid).map((pid) => {
      const kilobytes = /^VmRSS:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1];
      return Math.round(Number(kilobytes ?? 0) / 1000);
    }),
  );
}

/** The child of this process that has this word among its arguments. */
export function childWith(word: string): number | undefined {
  return processes().find(
    ({ pid, parent }) =>
      parent === process.pid && textOf(`/proc/${pid}/cmdline`).split('\0').includes(word),
  )?.pid;
}

/** A zombie only waits for its parent and holds no file or lock, so it does not count. */
export function isAlive(pid: number): boolean {
  const state = statOf(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

function processes(): { pid: number; parent: number }[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    const stat = pid > 0 ? statOf(pid) : undefined;
    return stat ? [{ pid, parent: stat.parent }] : [];
  });
}

function statOf(pid: number): { state: string; parent: number } | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  // The program's name stands in brackets and may contain anything.
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state && parent ? { state, parent: Number(parent) } : undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process has ended meanwhile.
    return '';
  }
}
