import { type RefObject, useEffect, useRef } from 'react';
import { eachFrame } from '../../camera/each-frame';
import { grabFrame } from '../../camera/frame';
import { useApp } from '../../store/app-store';
import { usePreferences } from '../../store/preferences';
import { leaseCamera, retryCamera, useCameraState } from '../../store/use-camera';
import { Button } from '../../ui/button';
import { CameraVideo } from '../../ui/camera-video';
import styles from './live-camera.module.css';
import { useTexts } from './use-texts';

type LiveCameraProps = {
  /** Each frame is offered to it. It drops the frames that come while it is busy. */
  onFrame: (grab: () => Promise<ImageBitmap>) => Promise<void>;
};

/** The camera, which is on while this is on the screen. */
export function LiveCamera({ onFrame }: LiveCameraProps) {
  const { page } = useTexts();
  const video = useRef<HTMLVideoElement>(null);
  const { status, error, stream, facing } = useCameraState();
  const mirror = usePreferences((state) => state.mirror) && facing !== 'environment';
  const ready = useApp((state) => state.engine.phase === 'ready');
  useEffect(leaseCamera, []);
  useFrames(video, status === 'on' && ready, onFrame);

  if (status === 'error' && error) {
    return (
      <div className={styles.lens} role="alert">
        <p>{page(`camera.problem.${error}`)}</p>
        <Button onClick={retryCamera}>{page('camera.tryAgain')}</Button>
      </div>
    );
  }
  return (
    <div className={styles.lens}>
      {status === 'on' ? (
        <CameraVideo
          ref={video}
          stream={stream}
          label={page('camera.view')}
          className={styles.video}
          data-mirrored={mirror || undefined}
        />
      ) : (
        <p role="status">{page('camera.starting')}</p>
      )}
    </div>
  );
}

function useFrames(
  video: RefObject<HTMLVideoElement | null>,
  active: boolean,
  onFrame: LiveCameraProps['onFrame'],
): void {
  useEffect(() => {
    const source = video.current;
    if (!active || !source) return;
    return eachFrame(source, () => {
      if (source.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        onFrame(() => grabFrame(source)).catch(unlessGone);
      }
    });
  }, [video, active, onFrame]);
}

/** The camera may be turned off between a frame's arrival and its grab. */
function unlessGone(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
}
