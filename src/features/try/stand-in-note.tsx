import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { isBesideBaseline, isOlder, standInOf } from '../../store/train/stand-in-slice';
import { Button } from '../../ui/button';
import { Note } from '../../ui/note';

/**
 * Says that a stand-in answers instead of the trained head, what it was worth, and how to go back.
 */
export function StandInNote({ className }: { className?: string | undefined }) {
  const { t } = useTranslation('transfer');
  const standIn = useApp(standInOf);
  const older = useApp((state) => standIn !== undefined && isOlder(state, standIn));
  const beside = useApp((state) => standIn !== undefined && isBesideBaseline(state, standIn));
  const follows = useApp((state) => state.role === 'follows');
  if (!standIn) return null;
  const { strategy, result } = standIn;
  const baseline = beside ? standIn.baseline : undefined;
  const { right, total: count } = result.validation ?? { right: 0, total: 0 };
  return (
    <Note kind="tip" className={className}>
      <p>{t('standIn.answers', { name: t(`strategies.name.${strategy}`) })}</p>
      {count > 0 && (
        <p>
          {baseline
            ? t('standIn.baseline', { right, count, baseline: baseline.right })
            : t('standIn.right', { right, count })}
        </p>
      )}
      {baseline && right <= baseline.right && <p>{t('strategies.worse')}</p>}
      {older && <p>{t('standIn.older')}</p>}
      {!follows && (
        <Button variant="link" onClick={() => useApp.getState().putToUse(undefined)}>
          {t('strategies.unused')}
        </Button>
      )}
    </Note>
  );
}
