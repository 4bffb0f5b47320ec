import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Muted } from '../../ui/muted';
import { Panel } from '../../ui/panel';
import { JudgedList } from './judged-list';
import styles from './suspects-card.module.css';

/**
 * Pictures that heads which have not seen them take for another class, as surely as that class's
 * own pictures. Shown only if these heads can judge it.
 */
export function SuspectsCard({ onWhy }: { onWhy: (id: string) => void }) {
  const { t } = useTranslation();
  const figures = useApp((state) => state.crossValidation);
  const measured = useApp((state) => state.inspected === state.learned);
  const busy = useApp((state) => state.inspecting?.what === 'cross-validation');
  const pictures = useMemo(
    () =>
      figures?.suspects.map(({ id, label, suggested, suggestedProbability }) => ({
        id,
        labelled: figures.classes[label] ?? '',
        said: figures.classes[suggested] ?? '',
        sure: suggestedProbability,
      })) ?? [],
    [figures],
  );
  const title = t('inspect.suspects.title');
  const what = () => {
    if (!figures) return undefined;
    if (!figures.judges)
      return t('inspect.suspects.noJudges', { share: figures.right / figures.total });
    if (pictures.length > 0) return t('inspect.suspects.what');
    return t('inspect.suspects.none', { count: figures.total });
  };
  return (
    <Panel
      title={title}
      aside={figures?.judges && t('common.of', { done: pictures.length, total: figures.total })}
    >
      {figures ? (
        <>
          <p className={styles.what}>{what()}</p>
          {pictures.length > 0 && <JudgedList label={title} pictures={pictures} onWhy={onWhy} />}
        </>
      ) : (
        <Muted>{t(busy || !measured ? 'inspect.cross.busy' : 'inspect.cross.tooFew')}</Muted>
      )}
    </Panel>
  );
}
