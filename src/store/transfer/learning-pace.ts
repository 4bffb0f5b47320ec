// How fast this machine learns, judged by the epochs that have run. Estimates use it as soon as
// there is one.
import { create } from 'zustand';
import type { BackboneInfo } from '../../model/backbone';
import type { BackendName } from '../../model/backend';
import type { TimedPass } from '../../model/run';
import type { Strategy } from '../../model/strategy';
import { epochWork, learningKindOf, type Paces, type Pictures } from './strategy-cost';

export const useLearningPace = create<Partial<Record<BackendName, Paces>>>()(() => ({}));

const NONE: Paces = {};

export const pacesOn = (
  measured: Partial<Record<BackendName, Paces>>,
  backend: BackendName | undefined,
): Paces => (backend && measured[backend]) ?? NONE;

/** The milliseconds that an epoch took. Undefined before one has run. */
export function msAnEpoch(history: readonly TimedPass[]): number | undefined {
  const [first, last] = [history[0], history.at(-1)];
  if (!first || !last || last.pass <= first.pass) return undefined;
  return (last.ms - first.ms) / (last.pass - first.pass);
}

/** Notes how long a strategy's epochs took. */
export function notePace(
  { strategy, freezeAt, history }: { strategy: Strategy; freezeAt?: number; history: TimedPass[] },
  backbone: BackboneInfo,
  backend: BackendName,
  pictures: Pick<Pictures, 'train' | 'validation'>,
): void {
  const ms = msAnEpoch(history);
  const work = epochWork(strategy, backbone, pictures, freezeAt);
  if (ms === undefined || !(work > 0)) return;
  useLearningPace.setState((measured) => ({
    [backend]: { ...measured[backend], [learningKindOf(strategy, backbone, freezeAt)]: ms / work },
  }));
}
