// What happens to the open project, announced to everybody who has to react. Whoever announces it
// does not know who listens, and nobody writes fields that belong to somebody else.
import type { FeatureSpec } from '../model/backbone';
import type { StorageErrorKind } from '../storage/storage-error';
import type { Outcome } from './outcome';
import type { HistoryEntry } from './project/history';

export interface Announcements {
  /** A project's classes and samples are on show. Listeners read the rest of it from the disk. */
  entering: string;
  /** All of the project is on show. The engine takes it up, and learning may begin. */
  entered: string;
  /** The project is being left and nothing new begins. Listeners end what is running. */
  leaving: undefined;
  /**
   * Nothing runs on the project any more, so listeners drop what belongs to it. Its samples stay on
   * show until the next project enters.
   */
  left: undefined;
  /** From now on, this tab works on the project. */
  leads: undefined;
  /** From now on, another tab works on the project. Listeners end anything that would change it. */
  follows: undefined;
  /** Classes, samples or settings have changed, whoever changed them. */
  contentChanged: undefined;
  /** Undo or another tab has set the project to another backbone, which must now be put to use. */
  specChanged: FeatureSpec;
  /** There are pictures whose features the engine may not have. */
  featuresMissing: undefined;
  /** An act is about to be undone, so nothing more may come of it. */
  undoing: HistoryEntry;
  /** Another tab has kept or dropped a run of this project. */
  runChanged: undefined;
  /** Something else answers from now on, so the answer on show is out of date. */
  answererChanged: undefined;
  otherModelChanged: undefined;
  /** A new worker took over. It knows nothing of what the last one was told. */
  engineReplaced: undefined;
  diskRefused: StorageErrorKind;
}

type Listener<News> = (news: News) => unknown;

/**
 * Listeners run at once, in the order in which they were registered. An announcement is over when
 * its last listener is. A listener that fails does not stop the others: its error is reported and
 * they go on.
 */
export function createLifecycle<All>(report: (error: unknown) => void) {
  const registered = new Map<keyof All, Listener<never>[]>();

  const on = <Name extends keyof All>(name: Name, listener: Listener<All[Name]>): void => {
    registered.set(name, [...(registered.get(name) ?? []), listener]);
  };

  const run = async <News>(listener: Listener<News>, news: News) => {
    try {
      await listener(news);
    } catch (error) {
      report(error);
    }
  };

  const announce = <Name extends keyof All>(
    name: Name,
    ...[news]: All[Name] extends undefined ? [] : [All[Name]]
  ): Outcome => {
    const listeners = (registered.get(name) ?? []) as Listener<All[Name] | undefined>[];
    return Promise.all(listeners.map((listener) => run(listener, news))).then(() => {});
  };

  return { on, announce };
}

export const { on, announce } = createLifecycle<Announcements>((error) => {
  // The page reports every rejection that nobody handles.
  void Promise.reject(error);
});
