import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { usePreferences } from '../../store/preferences';
import { useCameraState } from '../../store/use-camera';
import { KeptSquare, useLensRatio } from '../../ui/kept-square';
import styles from './camera-lens.module.css';
import { secondsUntil } from './seconds';
import type { RecorderPhase } from './use-recorder';

type CameraLensProps = {
  video: RefObject<HTMLVideoElement | null>;
  classId: string;
  phase: RecorderPhase;
  now: number;
};

/**
 * What the camera sees. It is mirrored if the person wants that, except for a camera on the back.
 */
export function CameraLens({ video, classId, phase, now }: CameraLensProps) {
  const { t } = useTranslation();
  const { stream, facing } = useCameraState();
  const ratio = useLensRatio();
  const mirror = usePreferences((state) => state.mirror) && facing !== 'environment';

  useEffect(() => {
    if (video.current) video.current.srcObject = stream ?? null;
  }, [video, stream]);

  return (
    <div className={styles.lens}>
      <video
        ref={video}
        className={mirror ? styles.mirrored : ''}
        aria-label={t('camera.view')}
        autoPlay
        muted
        playsInline
        style={{ aspectRatio: ratio.value }}
        {...ratio.ofVideo}
      />
      <KeptSquare />
      {phase.kind === 'countdown' && (
        <span aria-hidden className={styles.countdown}>
          {secondsUntil(phase.endsAt, now)}
        </span>
      )}
      <Tag classId={classId} recording={phase.kind === 'recording'} />
    </div>
  );
}

function Tag({ classId, recording }: { classId: string; recording: boolean }) {
  const { t } = useTranslation();
  const on = useCameraState(({ status }) => status === 'on');
  const count = useApp((state) =>
    state.recording?.classId === classId ? state.recording.taken : 0,
  );
  return (
    <span className={styles.tag}>
      {recording && <span className={styles.dot} />}
      {recording ? t('camera.recording', { count }) : on ? t('camera.on') : t('camera.starting')}
    </span>
  );
}
