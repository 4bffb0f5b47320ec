import type { StoredRun } from '../../model/run';

/** Whether the answering head has learned from a picture. If it has, its answer tests nothing. */
export function hasLearnedFrom({ result }: Pick<StoredRun, 'result'>, id: string): boolean {
  const { split, refitOnAll } = result;
  return split.train.includes(id) || (refitOnAll && split.validation.includes(id));
}

/**
 * Puts the pictures first that the answering head has not learned from. Otherwise keeps their
 * order.
 */
export function unlearnedFirst<Picture extends { id: string }>(
  run: Pick<StoredRun, 'result'> | undefined,
  pictures: readonly Picture[],
): Picture[] {
  const learned = ({ id }: Picture) => run !== undefined && hasLearnedFrom(run, id);
  return [...pictures.filter((each) => !learned(each)), ...pictures.filter(learned)];
}
