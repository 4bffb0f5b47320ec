import type { StoredRun } from '../../model/run';

/** Whether what answers has learned from a picture: then its answer tests nothing. */
export function hasLearnedFrom({ result }: Pick<StoredRun, 'result'>, id: string): boolean {
  const { split, refitOnAll } = result;
  return split.train.includes(id) || (refitOnAll && split.validation.includes(id));
}

/** Those first that what answers has not learned from, else in their order. */
export function unlearnedFirst<Picture extends { id: string }>(
  run: Pick<StoredRun, 'result'> | undefined,
  pictures: readonly Picture[],
): Picture[] {
  const learned = ({ id }: Picture) => run !== undefined && hasLearnedFrom(run, id);
  return [...pictures.filter((each) => !learned(each)), ...pictures.filter(learned)];
}
