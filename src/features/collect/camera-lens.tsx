import { type RefObject, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eachFrame } from '../../camera/each-frame';
import { useApp } from '../../store/app-store';
import { usePreferences } from '../../store/preferences';
import { useCameraState } from '../../store/use-camera';
import { CameraVideo } from '../../ui/camera-video';
import { KeptSquare, useLensRatio } from '../../ui/kept-square';
import styles from './camera-lens.module.css';
import { secondsUntil } from './seconds';
import type { RecorderPhase } from './use-recorder';

/** A camera that brings no frame for this long stands still. */
const STILL_MS = 2000;

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

  const still = useStill(video, phase.kind === 'recording');

  return (
    <div className={styles.lens}>
      <CameraVideo
        ref={video}
        stream={stream}
        label={t('camera.view')}
        className={mirror ? styles.mirrored : ''}
        style={{ aspectRatio: ratio.value }}
        {...ratio.ofVideo}
      />
      <KeptSquare />
      {phase.kind === 'countdown' && (
        <span aria-hidden className={styles.countdown}>
          {secondsUntil(phase.endsAt, now)}
        </span>
      )}
      <Tag classId={classId} recording={phase.kind === 'recording'} still={still} />
    </div>
  );
}

/** Whether a recording camera has brought no new frame for a while. */
function useStill(video: RefObject<HTMLVideoElement | null>, recording: boolean): boolean {
  const [still, setStill] = useState(false);
  useEffect(() => {
    const source = video.current;
    if (!recording || !source) return;
    const wait = () => setTimeout(() => setStill(true), STILL_MS);
    let late = wait();
    const stop = eachFrame(source, () => {
      clearTimeout(late);
      setStill(false);
      late = wait();
    });
    return () => {
      clearTimeout(late);
      stop();
      setStill(false);
    };
  }, [video, recording]);
  return still;
}

type TagProps = { classId: string; recording: boolean; still: boolean };

function Tag({ classId, recording, still }: TagProps) {
  const { t } = useTranslation();
  const on = useCameraState(({ status }) => status === 'on');
  const muted = useCameraState((state) => state.muted);
  const count = useApp((state) =>
    state.recording?.classId === classId ? state.recording.taken : 0,
  );
  return (
    <span className={styles.tag}>
      {recording && <span className={styles.dot} />}
      <span>
        {muted
          ? t('camera.muted')
          : still
            ? t('camera.still')
            : recording
              ? t('camera.recording', { count })
              : t(on ? 'camera.on' : 'camera.starting')}
      </span>
    </span>
  );
}
