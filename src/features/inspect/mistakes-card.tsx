import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, mistakesOf } from '../../store/inspect/answers';
import { Muted } from '../../ui/muted';
import { Panel } from '../../ui/panel';
import { JudgedList } from './judged-list';

type MistakesCardProps = {
  answers: readonly Answered[];
  classes: readonly string[];
  onWhy: (id: string) => void;
};

export function MistakesCard({ answers, classes, onWhy }: MistakesCardProps) {
  const { t } = useTranslation();
  const pictures = useMemo(
    () =>
      mistakesOf(answers).map(({ id, label, said, sure }) => ({
        id,
        labelled: classes[label] ?? '',
        said: classes[said] ?? '',
        sure,
      })),
    [answers, classes],
  );
  const title = t('inspect.mistakes.title');
  return (
    <Panel title={title} aside={t('common.of', { done: pictures.length, total: answers.length })}>
      {pictures.length === 0 ? (
        <Muted>{t('inspect.mistakes.none', { count: answers.length })}</Muted>
      ) : (
        <JudgedList label={title} pictures={pictures} onWhy={onWhy} />
      )}
    </Panel>
  );
}
