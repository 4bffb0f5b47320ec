import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { StoredRun } from '../../model/run';
import { useApp } from '../../store/app-store';
import { isOutdated } from '../../store/train/readiness';
import { Note } from '../../ui/note';
import { type Advice, areEven, type Counts } from './advice';
import { useAdvice } from './use-advice';
import { useNameList } from './use-name-list';

/** The most useful advice, as long as the result matches what there is. */
export function AdviceNote({ run }: { run: StoredRun }) {
  const { t } = useTranslation();
  const listOf = useNameList();
  const outdated = useApp(isOutdated);
  const advice = useAdvice(run);
  if (!advice || outdated) return null;
  return (
    <Note kind="tip" spaced="above">
      {adviceInWords(t, advice, listOf)}
    </Note>
  );
}

function adviceInWords(
  t: TFunction,
  { few, fewCounts, others, otherCounts, add, mistakes }: Advice,
  listOf: (ids: readonly string[]) => string,
): string {
  const number = few.length === 1 ? 'one' : 'several';
  const [only] = others.length === 1 ? others : [];
  const { least, most, typical } = otherCounts;
  const rest =
    only !== undefined
      ? t('advice.other', { name: listOf([only]), count: most })
      : areEven(otherCounts)
        ? t('advice.othersAbout', { count: typical })
        : t('advice.othersBetween', { least, most });
  const sentences = [
    t(`advice.${number}.few`, { names: listOf(few), few: pictures(t, fewCounts), others: rest }),
    ...(mistakes ? [t('advice.mistakes', { count: mistakes.involved, all: mistakes.all })] : []),
    t(`advice.${number}.add`, { add }),
  ];
  return sentences.reduce((first, second) => t('common.sentences', { first, second }));
}

function pictures(t: TFunction, { least, most }: Counts): string {
  return least === most
    ? t('units.picture', { count: most })
    : t('advice.between', { least, most });
}
