import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useApp } from '../store/app-store';
import { Button } from '../ui/button';
import { CheckIcon, DangerIcon } from '../ui/icons';
import { LiveRegion } from '../ui/live-region';
import { Popover } from '../ui/popover';
import styles from './saved-state.module.css';
import { savedView } from './saved-view';

/** What takes less time says nothing. */
const QUIET_MS = 300;

export function SavedState() {
  const { t } = useTranslation();
  const view = useApp(useShallow(savedView));
  const takesTime = useTakesTime(view.kind === 'saving');
  const problem = view.kind === 'problem' ? view.problem : undefined;

  return (
    <>
      <LiveRegion assertive message={problem ? t(`saving.problem.${problem}`) : ''} />
      {view.kind === 'problem' ? (
        <Popover
          align="start"
          title={t(`saving.short.${view.problem}`)}
          trigger={
            <Button
              variant="quiet"
              size="dense"
              className={styles.problem ?? ''}
              icon={<DangerIcon />}
            >
              <span className={styles.clip}>{t(`saving.short.${view.problem}`)}</span>
            </Button>
          }
        >
          <p>{t(`saving.problem.${view.problem}`)}</p>
        </Popover>
      ) : (
        <span className={styles.state}>
          {view.kind === 'saving' && takesTime ? (
            t('saving.saving', { count: view.count })
          ) : (
            <>
              <CheckIcon className={styles.good ?? ''} />
              <SavedWords at={view.kind === 'saved' ? view.at : undefined} />
            </>
          )}
        </span>
      )}
    </>
  );
}

function SavedWords({ at }: { at: number | undefined }) {
  const { t } = useTranslation();
  const savedAt = useApp((state) => state.savedAt);
  const time = at ?? savedAt;
  return time === undefined ? t('saving.byItself') : t('saving.saved', { time });
}

function useTakesTime(busy: boolean): boolean {
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setLong(true), QUIET_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [busy]);
  return long;
}
