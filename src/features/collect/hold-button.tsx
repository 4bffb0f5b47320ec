import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { RecordDot, StopSquare } from '../../ui/icons';
import { media, useMedia } from '../../ui/use-media';
import styles from './hold-button.module.css';
import { secondsSince, secondsUntil } from './seconds';
import type { Recorder } from './use-recorder';

type HoldButtonProps = {
  ref: Ref<HTMLButtonElement>;
  recorder: Recorder;
  classId: string;
  now: number;
  disabledReason: string | undefined;
};

/**
 * Records while a pointer holds it. A click without a pointer (Enter, a screen reader, a voice
 * command) starts and stops it; the recorder handles Space. While a timer runs, the button stops
 * the timer.
 */
export function HoldButton({ ref, recorder, classId, now, disabledReason }: HoldButtonProps) {
  const { phase, start, stop } = recorder;
  const timed = phase.kind !== 'idle' && phase.endsAt !== undefined;
  const recording = phase.kind === 'recording';

  return (
    <Button
      ref={ref}
      className={`${styles.hold} ${recording ? styles.recording : ''}`}
      disabledReason={disabledReason}
      onPointerDown={(event) => {
        if (timed || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        start();
      }}
      // This event comes at the end of every hold, whatever ends it.
      onLostPointerCapture={stop}
      onClick={({ detail }) => {
        if (timed || (recording && detail === 0)) stop();
        else if (detail === 0) start();
      }}
      onContextMenu={(event) => event.preventDefault()}
    >
      <span className={styles.lines}>
        {phase.kind === 'idle' ? <Invitation /> : <Running {...{ classId, now, timed, phase }} />}
      </span>
    </Button>
  );
}

function Invitation() {
  const { t } = useTranslation();
  const touch = useMedia(media.touch);
  const phone = useMedia(media.phone);
  return (
    <>
      <span className={styles.first}>
        <RecordDot />
        <span>{t('camera.hold')}</span>
      </span>
      {!touch && !phone && (
        <span className={styles.second}>
          <span>{`${t('camera.orSpaceBefore')} `}</span>
          <kbd>{t('camera.space')}</kbd>
        </span>
      )}
    </>
  );
}

type RunningProps = { classId: string; now: number; timed: boolean; phase: Recorder['phase'] };

function Running({ classId, now, timed, phase }: RunningProps) {
  const { t } = useTranslation();
  const recording = useApp((state) =>
    state.recording?.classId === classId ? state.recording : undefined,
  );
  const recorded = recording
    ? t('camera.recorded', {
        pictures: recording.taken,
        seconds: secondsSince(recording.startedAt, now),
      })
    : '';
  const text =
    phase.kind === 'countdown'
      ? t('timer.startsIn', { count: secondsUntil(phase.endsAt, now) })
      : phase.kind === 'recording' && phase.endsAt !== undefined
        ? t('timer.left', { count: secondsUntil(phase.endsAt, now) })
        : recorded;
  return (
    <>
      <span className={styles.first}>
        <StopSquare recording />
        <span>{timed ? t('timer.stop') : t('camera.letGo')}</span>
      </span>
      <span className={styles.second}>{text}</span>
    </>
  );
}
