import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { usePreferences } from '../../store/preferences';
import { retryCamera, useCameraState } from '../../store/use-camera';
import { Button } from '../../ui/button';
import { CameraVideo } from '../../ui/camera-video';
import { CameraIcon, DangerIcon, EyeIcon } from '../../ui/icons';
import { KeptSquare, useLensRatio } from '../../ui/kept-square';
import styles from './camera-trial.module.css';
import { HeatMap } from './heat-map';
import { Lens, LensTag, LensWords } from './lens';
import type { CameraHere } from './use-camera-here';
import { useLiveAnswers } from './use-live-answers';

type CameraTrialProps = {
  camera: CameraHere;
  visible: boolean;
  /** Whether to darken what did not matter. */
  explained: boolean;
  onPicture: () => void;
};

/** What the camera sees and what the answer is. Without a camera: why not, and what to do. */
export function CameraTrial({ camera, visible, explained, onPicture }: CameraTrialProps) {
  const { t } = useTranslation();
  const { status, error } = useCameraState();
  const ready = useApp((state) => state.engine.phase === 'ready');

  if (status === 'on' && visible && camera.use !== 'off') {
    return <LiveLens answering={ready} along={camera.use === 'along'} explained={explained} />;
  }
  if (status === 'error' && error) {
    return (
      <Lens>
        <LensWords
          icon={<DangerIcon large className={styles.danger ?? ''} />}
          title={t(`camera.problem.${error}`)}
        >
          <Button
            onClick={() => {
              camera.turnOn();
              retryCamera();
            }}
          >
            {t('camera.tryAgain')}
          </Button>
          <Button onClick={onPicture}>{t('camera.useFiles')}</Button>
        </LensWords>
      </Lens>
    );
  }
  return (
    <Lens>
      {status === 'starting' && camera.use !== 'off' ? (
        <LensWords icon={<CameraIcon large />} title={t('camera.starting')} />
      ) : (
        <LensWords icon={<EyeIcon large />} title={t('try.cameraOff')}>
          <Button variant="primary" icon={<CameraIcon />} onClick={camera.turnOn}>
            {t('camera.turnOn')}
          </Button>
        </LensWords>
      )}
    </Lens>
  );
}

type LiveLensProps = { answering: boolean; along: boolean; explained: boolean };

/** Mirrored if the person wants that, except for a camera on the back. */
function LiveLens({ answering, along, explained }: LiveLensProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const { stream, facing } = useCameraState();
  const mirror = usePreferences((state) => state.mirror) && facing !== 'environment';
  const ratio = useLensRatio();
  useLiveAnswers(video, answering);

  return (
    <Lens dark>
      <CameraVideo
        ref={video}
        stream={stream}
        label={t('camera.view')}
        className={styles.video}
        style={{ aspectRatio: ratio.value }}
        data-mirrored={mirror || undefined}
        {...ratio.ofVideo}
      />
      <KeptSquare />
      {explained && <HeatMap mirrored={mirror} />}
      {along && <LensTag>{t('try.withCollect')}</LensTag>}
    </Lens>
  );
}
