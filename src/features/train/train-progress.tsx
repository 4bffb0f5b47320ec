import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Progress } from '../../ui/progress';
import { progressOf } from './cost-view';
import styles from './train-progress.module.css';

/** The thin progress bar. Its space is reserved even when it is not there. */
export function TrainProgress() {
  return (
    <div className={styles.room}>
      <Bar />
    </div>
  );
}

function Bar() {
  const { t } = useTranslation();
  const embedding = useApp((state) => state.embedding);
  const running = useApp((state) => state.running);
  const history = useApp((state) => state.history);
  if (embedding) {
    const { done, total } = embedding;
    return (
      <Progress
        thin
        label={t('train.preparing', { done, total })}
        value={total > 0 ? done / total : 0}
        valueText={t('common.of', { done, total })}
      />
    );
  }
  if (!running) return null;
  const { unit, pass: done, most, share } = progressOf(running, history, Date.now());
  return (
    <Progress
      thin
      label={t('steps.train')}
      value={share}
      valueText={t(`train.progress.${unit}`, { done, most })}
    />
  );
}
