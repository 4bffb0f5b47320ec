import { useTranslation } from 'react-i18next';
import type { StoredRun } from '../../model/run';
import { useApp } from '../../store/app-store';
import styles from './cost-line.module.css';
import { costOf } from './cost-view';

/**
 * How long training took and where it ran, how long all passes would have taken, and why it ended.
 */
export function CostLine({ run }: { run: StoredRun }) {
  const { t } = useTranslation();
  const phase = useApp((state) => state.phase);
  const cost = costOf(run);
  if (!cost) return null;
  const { unit, passes: count, seconds, secondsAtMost } = cost;
  const { ended, backend: name } = run.result;
  // A stopped run that is being resumed has not ended. The space of its sentence stays reserved.
  const goesOn = ended === 'stopped' && phase === 'training';
  const why =
    ended === 'stopped' && phase === 'stopped'
      ? t('common.sentences', { first: t('train.ended.stopped'), second: t('train.canGoOn') })
      : t(`train.ended.${ended}`);
  const time = seconds * 1000;
  const backend = t(`engine.names.${name}`);
  const all =
    secondsAtMost === undefined
      ? ''
      : t(`train.tookAll.${unit}`, { count: run.settings.epochs, time: secondsAtMost * 1000 });
  return (
    <p className={styles.line}>
      <span>
        {[t(`train.took.${unit}`, { count, time, backend }), all]
          .map((first) => (first === '' ? '' : t('common.sentences', { first, second: '' })))
          .join('')}
      </span>
      <span className={goesOn ? styles.hushed : undefined}>{why}</span>
    </p>
  );
}

/** Before anything is learned, says what learning will use. */
export function ReadyLine() {
  const { t } = useTranslation();
  const { phase, backbone } = useApp((state) => state.engine);
  const ready = phase === 'ready' ? backbone : undefined;
  return (
    <p className={styles.line}>
      {ready &&
        t('engine.ready', { name: ready.name, size: ready.bytes, time: ready.msPerPicture })}
    </p>
  );
}
