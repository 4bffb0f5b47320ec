import type { Evaluation } from '../../model/evaluation';
import type { StoredRun } from '../../model/run';

/** Pictures that were set aside by a person, or held out by the run. */
export type SetName = 'test' | 'heldOut';

/** The set that is looked at: the wished one, else the one that there is. */
export function chosenSet({ result: { test, validation } }: StoredRun, wanted: SetName) {
  const has = (set: Evaluation | undefined) => (set && set.total > 0 ? set : undefined);
  const sets = { test: has(test), heldOut: has(validation) };
  const name: SetName = sets[wanted] ? wanted : sets.test ? 'test' : 'heldOut';
  return { name, evaluation: sets[name], ...sets };
}
