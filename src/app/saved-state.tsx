import { type ComponentProps, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useApp } from '../store/app-store';
import { Button } from '../ui/button';
import { CheckIcon, DangerIcon, WarnIcon } from '../ui/icons';
import { LiveRegion } from '../ui/live-region';
import { Popover } from '../ui/popover';
import { SavedDetails } from './saved-details';
import styles from './saved-state.module.css';
import { type SavedView, savedView } from './saved-view';

/** Saving that takes less time than this is not shown. */
const QUIET_MS = 300;

/**
 * Whether everything is on the disk. A click shows how much room there is and what to do about it.
 */
export function SavedState() {
  const { t } = useTranslation();
  const view = useApp(useShallow(savedView));
  const alarm = useAlarm(view);

  const refresh = () => {
    const { listProjects, refreshSpace } = useApp.getState();
    listProjects();
    refreshSpace();
  };
  return (
    <>
      <LiveRegion assertive message={alarm} />
      <Popover
        align="start"
        title={t('saving.title')}
        trigger={<StateButton view={view} />}
        onOpenChange={(open) => open && refresh()}
      >
        <SavedDetails view={view} />
      </Popover>
    </>
  );
}

/** What a person has to know at once. */
function useAlarm(view: SavedView): string {
  const { t } = useTranslation();
  switch (view.kind) {
    case 'problem':
      return t(`saving.problem.${view.problem}`);
    case 'memory':
      return t('saving.memory.short');
    case 'short':
      return t('saving.nearlyFull.text', view);
    default:
      return '';
  }
}

/** The popover's trigger: the popover passes its own props to it. */
function StateButton({ view, ...props }: { view: SavedView } & ComponentProps<'button'>) {
  const { t } = useTranslation();
  const savedAt = useApp((state) => state.savedAt);
  const takesTime = useTakesTime(view.kind === 'saving');

  const words = () => {
    if (view.kind === 'problem') return t(`saving.short.${view.problem}`);
    if (view.kind === 'memory') return t('saving.memory.short');
    if (view.kind === 'short') return t('saving.nearlyFull.short', view);
    if (view.kind === 'saving' && takesTime) return t('saving.saving', view);
    return savedAt === undefined ? t('saving.byItself') : t('saving.saved', { time: savedAt });
  };
  const icon = () => {
    if (view.kind === 'problem') return <DangerIcon className={styles.danger} />;
    if (view.kind === 'memory' || view.kind === 'short')
      return <WarnIcon className={styles.warn} />;
    if (view.kind !== 'saving') return <CheckIcon className={styles.good} />;
    // While anything is being saved, however briefly, there is no tick, but its room stays.
    return takesTime ? undefined : <CheckIcon className={styles.pending} />;
  };
  return (
    <Button
      {...props}
      variant="quiet"
      size="dense"
      className={styles.state}
      icon={icon()}
      aria-busy={view.kind === 'saving'}
    >
      <span className={styles.clip}>{words()}</span>
    </Button>
  );
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
