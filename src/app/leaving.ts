// What must not be lost when the page is left or hidden.
import { saveAtOnce } from '../runtime/intake';
import { useApp } from '../store/app-store';
import { isTakingIn } from '../store/collect/collect-slice';
import { pictureCount } from '../store/project/classes';
import type { AppState } from '../store/state';

/** True while something is being read, written or brought in that would end half way. */
export function isUnderWay(state: Pick<AppState, 'imports' | 'saving' | 'transfer'>): boolean {
  return isTakingIn(state) || state.transfer !== undefined;
}

/** True if something would be lost with the page: what is under way, or all of it. */
function wouldLose(state: AppState): boolean {
  return isUnderWay(state) || (state.diskProblem !== undefined && pictureCount(state) > 0);
}

/**
 * Asks before the page is left if something would be lost, whatever else the page does, and saves
 * at once what it can when the page is hidden: on a phone nothing else announces the end. Call this
 * once in a page.
 */
export function guardLeaving(): void {
  // The browser asks in its own words.
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  let asks = false;
  useApp.subscribe((state) => {
    const next = wouldLose(state);
    if (next === asks) return;
    asks = next;
    // It is there only when it is needed, because some browsers forget pages that have one.
    if (asks) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  });
  addEventListener('visibilitychange', () => document.hidden && saveAtOnce());
  addEventListener('pagehide', saveAtOnce);
}
