import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { leaseCamera, useCameraState } from '../../store/use-camera';
import { LiveRegion } from '../../ui/live-region';
import { CameraLens } from './camera-lens';
import { CameraOptions } from './camera-options';
import { CameraProblem } from './camera-problem';
import { HoldButton } from './hold-button';
import styles from './recorder.module.css';
import { useNow } from './use-now';
import { useRecorder } from './use-recorder';
import { useSpace } from './use-space';

/** Often enough for a count of seconds. */
const CLOCK_MS = 200;
const SPEAK_EVERY_MS = 3000;

type RecorderProps = { classId: string; name: string; onClose: () => void };

/** The camera in a class's card. It is on for as long as this is mounted. */
export function Recorder({ classId, name, onClose }: RecorderProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const holdButton = useRef<HTMLButtonElement>(null);
  const { status, error, fallback, label } = useCameraState();
  const recorder = useRecorder(classId, video);
  const { phase, start, stop } = recorder;
  const said = useRecordedText(classId, name);
  const now = useNow(phase.kind !== 'idle', CLOCK_MS);

  useEffect(leaseCamera, []);
  useEffect(() => holdButton.current?.focus({ preventScroll: true }), []);

  const byTimer =
    phase.kind === 'countdown' || (phase.kind === 'recording' && phase.endsAt !== undefined);
  useSpace(holdButton, {
    onDown: () => status === 'on' && !byTimer && start(),
    onUp: stop,
    onEscape: phase.kind === 'idle' ? onClose : stop,
  });

  return (
    <div className={styles.recorder}>
      <div className={styles.picture}>
        {error ? (
          <CameraProblem kind={error} classId={classId} />
        ) : (
          <CameraLens video={video} classId={classId} phase={phase} now={now} />
        )}
      </div>
      <div className={styles.hold}>
        <HoldButton
          ref={holdButton}
          recorder={recorder}
          classId={classId}
          now={now}
          disabledReason={status === 'on' ? undefined : t('camera.whileOff')}
        />
      </div>
      <CameraOptions recorder={recorder} />
      {status === 'on' && fallback && (
        <p className={styles.other}>{t('camera.other', { used: label })}</p>
      )}
      <LiveRegion message={said} atMostEveryMs={SPEAK_EVERY_MS} />
    </div>
  );
}

/** What a screen reader hears: how far a recording is, then what it came to. */
function useRecordedText(classId: string, name: string): string {
  const { t } = useTranslation();
  const recording = useApp(({ recording }) =>
    recording?.classId === classId ? recording : undefined,
  );
  const [last, setLast] = useState(recording);
  if (recording && recording !== last) setLast(recording);
  if (recording) return t('camera.recording', { count: recording.taken });
  return last ? t('camera.recordedInto', { pictures: last.taken, name }) : '';
}
