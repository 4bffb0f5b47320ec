// What happens to the open project, announced to whoever has something to do about it. Whoever
// announces does not know who listens, and nobody writes what is another's.
import type { FeatureSpec } from '../model/backbone';
import type { StorageErrorKind } from '../storage/storage-error';
import type { Outcome } from './outcome';
import type { HistoryEntry } from './project/history';

export interface Announcements {
  /** A project's classes and samples are shown: the rest that the disk has of it is read. */
  entering: string;
  /** All that the disk has of it is shown: the engine takes it up, and learning may begin. */
  entered: string;
  /** It is being left, and nothing new begins: what runs is ended. */
  leaving: undefined;
  /** Nothing runs on it any more: what belongs to it goes. Its samples are shown until the next enters. */
  left: undefined;
  /** This tab works on the project from now on. */
  leads: undefined;
  /** Another tab works on it from now on: what would change it is ended. */
  follows: undefined;
  /** Classes, samples or settings are others, whoever changed them. */
  samplesChanged: undefined;
  /** The project is set to another backbone, by undo or another tab: it is to be put to use. */
  specChanged: FeatureSpec;
  /** Pictures are there whose features the engine may not have. */
  featuresMissing: undefined;
  /** An act is about to be taken back: nothing more may come of it. */
  undoing: HistoryEntry;
  /** Another tab kept a run of this project or dropped it. */
  runChanged: undefined;
  /** Something else answers from now on: the answer that is shown is not of it. */
  answererChanged: undefined;
  otherModelChanged: undefined;
  /** A new worker took over. It knows nothing of what the last one was told. */
  engineReplaced: undefined;
  diskRefused: StorageErrorKind;
}

type Listener<News> = (news: News) => unknown;

/**
 * Listeners run at once, in the order in which they were registered; an announcement is over when the
 * last of them is. One that fails keeps nobody from anything: it is reported, and the rest go on.
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
