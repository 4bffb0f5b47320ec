import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import styles from './cost-line.module.css';
import { costOf } from './cost-view';
import type { StoredRun } from './run';

/** How long it took and where, what it would have taken at most, and why it ended. */
export function CostLine({ run }: { run: StoredRun }) {
  const { t } = useTranslation();
  const cost = costOf(run);
  if (!cost) return null;
  const { unit, passes: count, seconds, secondsAtMost } = cost;
  const time = seconds * 1000;
  const backend = t(`engine.names.${run.result.backend}`);
  const took =
    secondsAtMost === undefined
      ? t(`train.took.${unit}`, { count, time, backend })
      : t(`train.tookAtMost.${unit}`, { count, time, backend, most: secondsAtMost * 1000 });
  const why = t(`train.ended.${run.result.ended}`);
  return <p className={styles.line}>{t('common.sentences', { first: took, second: why })}</p>;
}

/** Before anything is learned: what it will learn with. */
export function ReadyLine() {
  const { t } = useTranslation();
  const { phase, backbone } = useApp((state) => state.engine);
  if (phase !== 'ready' || !backbone) return null;
  const { name, bytes: size, msPerPicture: time } = backbone;
  return <p className={styles.line}>{t('engine.ready', { name, size, time })}</p>;
}
