// How long a person has worked on a project, as far as its pictures tell.
import type { SampleRow } from '../../model/project';

/** A longer pause between two pictures is not work. */
const LONGEST_PAUSE_MS = 5 * 60_000;

/** In milliseconds. Pictures of one import came at one moment, so they count for little. */
export function workTime(samples: readonly Pick<SampleRow, 'createdAt'>[]): number {
  const times = samples.map(({ createdAt }) => createdAt).sort((a, b) => a - b);
  return times.reduce((sum, at, i) => {
    const pause = at - (times[i - 1] ?? at);
    return pause > LONGEST_PAUSE_MS ? sum : sum + pause;
  }, 0);
}
