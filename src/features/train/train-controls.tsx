import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useApp } from '../../store/app-store';
import { learnable } from '../../store/project/classes';
import { Button } from '../../ui/button';
import { StopSquare } from '../../ui/icons';
import { Switch } from '../../ui/switch';
import { blocker } from './checklist-view';
import styles from './train-controls.module.css';
import { useClassName } from './use-class-name';

export function TrainControls() {
  const { t } = useTranslation();
  const live = useApp((state) => state.live);
  const phase = useApp((state) => state.phase);
  const disabledReason = useBlocker();
  const { setLive, learn, resumeLearning, stopLearning } = useApp.getState();
  // The actions show their typed errors themselves, and reject only on bugs.
  return (
    <div className={styles.controls}>
      <Switch label={t('train.live')} checked={live} onChange={setLive} className={styles.live} />
      <div className={styles.buttons}>
        {phase === 'stopped' && (
          <Button disabledReason={disabledReason} onClick={() => resumeLearning()}>
            {t('train.resume')}
          </Button>
        )}
        {phase === 'training' ? (
          <Button className={styles.main ?? ''} icon={<StopSquare />} onClick={stopLearning}>
            {t('train.stop')}
          </Button>
        ) : (
          <Button
            variant="primary"
            className={styles.main ?? ''}
            disabledReason={disabledReason}
            onClick={() => learn()}
          >
            {t('train.start')}
          </Button>
        )}
      </div>
    </div>
  );
}

/** Why it cannot train now, in words. */
function useBlocker(): string | undefined {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const ready = useApp((state) => state.engine.phase === 'ready');
  const blocked = useApp(
    useShallow((state) =>
      blocker([...learnable(state)].map(([{ id }, rows]) => ({ id, count: rows.length }))),
    ),
  );
  switch (blocked?.why) {
    case undefined:
      return ready ? undefined : t('train.tooFew.notReady');
    case 'none':
      return t('train.tooFew.none');
    case 'oneClass':
      return t('train.tooFew.oneClass', { name: nameOf(blocked.classId) });
    case 'short':
      return t('train.tooFew.short', { name: nameOf(blocked.classId), count: blocked.missing });
  }
}
