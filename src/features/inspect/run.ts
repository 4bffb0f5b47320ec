import type { Evaluation } from '../../model/evaluation';
import type { StoredRun } from '../../model/run';

/** Pictures that a person set aside, or that the run held out. */
export type SetName = 'test' | 'heldOut';

/** The set on show: the wanted one if there is one, or else the other. */
export function chosenSet({ result: { test, validation } }: StoredRun, wanted: SetName) {
  const has = (set: Evaluation | undefined) => (set && set.total > 0 ? set : undefined);
  const sets = { test: has(test), heldOut: has(validation) };
  const name: SetName = sets[wanted] ? wanted : sets.test ? 'test' : 'heldOut';
  return { name, evaluation: sets[name], ...sets };
}
