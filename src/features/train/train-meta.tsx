import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { LiveRegion } from '../../ui/live-region';
import { useNow } from '../../ui/use-now';
import { ageInWords, progressOf } from './cost-view';
import styles from './train-meta.module.css';

const TICK_MS = 1000;
const SAID_AT_MOST_EVERY_MS = 2000;

/** At the head of the column: how far learning is, or how long ago it ended. */
export function TrainMeta() {
  const { t } = useTranslation();
  const embedding = useApp((state) => state.embedding);
  const running = useApp((state) => state.running);
  const learnedAt = useApp((state) => state.learned?.at);
  return (
    <span className={styles.meta}>
      <DoneRegion />
      {embedding ? (
        <span>{t('train.preparing', embedding)}</span>
      ) : running ? (
        <Progress />
      ) : (
        learnedAt !== undefined && <Age at={learnedAt} />
      )}
    </span>
  );
}

function Progress() {
  const { t } = useTranslation();
  const running = useApp((state) => state.running);
  const history = useApp((state) => state.history);
  if (!running) return null;
  if (running.refitting) return <span>{t('train.refitting')}</span>;
  const { unit, pass: done, most, secondsLeft } = progressOf(running, history, Date.now());
  return (
    <span>
      {secondsLeft === undefined
        ? t(`train.progress.${unit}`, { done, most })
        : t(`train.progressLeft.${unit}`, { done, most, left: secondsLeft * 1000 })}
    </span>
  );
}

function Age({ at }: { at: number }) {
  const { t } = useTranslation();
  const now = useNow(TICK_MS, at);
  const age = ageInWords(now - at);
  return <span>{age === undefined ? t('train.at', { time: at }) : t('train.ago', { age })}</span>;
}

/** Announces each result once it is there. */
function DoneRegion() {
  const { t } = useTranslation();
  const validation = useApp((state) => state.learned?.result.validation);
  const at = useApp((state) => state.learned?.at);
  const running = useApp((state) => state.phase === 'training');
  const right = validation
    ? t('result.right', { count: validation.total, right: validation.right })
    : t('result.noneHeldOut');
  // A stopped run is not done. The card reports it, and whoever stopped it knows.
  const stopped = useApp((state) => state.learned?.result.ended === 'stopped');
  const silent = at === undefined || running || stopped;
  const message = silent ? '' : t('train.noticed', { result: right });
  return <LiveRegion message={message} atMostEveryMs={SAID_AT_MOST_EVERY_MS} />;
}
