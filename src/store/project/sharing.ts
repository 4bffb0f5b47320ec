// Several tabs on one project. This tab tells the others what it wrote, and shows what they did.
import { hear, isFollowed, type TabNews, tell } from '../../runtime/tabs';
import type { Change } from '../../storage/changes';
import { announce } from '../lifecycle';
import type { Read, Write } from '../slice';
import { changed, type Shown } from './history';

export interface Sharing {
  /**
   * Tells the tabs that follow, if there are any, because passing on thousands of rows takes time.
   */
  report(changes: Change[]): void;
  /** From the first call on, follows what other tabs do to the same project. */
  listen(): void;
}

/** @param takeNumbers reserves the numbers of samples that came in, so that none is given twice */
export function createSharing(
  set: Write<Shown>,
  get: Read,
  takeNumbers: (changes: readonly Change[]) => void,
): Sharing {
  let listening = false;
  let reported: Promise<void> = Promise.resolve();

  const onNews = (news: TabNews) => {
    if (news.kind === 'cleared') return location.reload();
    if (news.project !== get().project?.id) return;
    if (news.kind === 'learned') {
      announce('runChanged');
      return;
    }
    const { shown, spec } = changed(get(), news.changes);
    set(shown);
    takeNumbers(news.changes);
    if (spec) announce('specChanged', spec);
    announce('contentChanged');
  };

  return {
    report(changes) {
      const project = get().project?.id;
      if (project === undefined) return;
      reported = reported.then(async () => {
        if (await isFollowed(project)) tell({ kind: 'changed', project, changes });
      });
    },

    listen() {
      if (!listening) hear(onNews);
      listening = true;
    },
  };
}
