import { useTranslation } from 'react-i18next';
import type { CameraErrorKind } from '../../camera/camera-error';
import { retryCamera, useCameraState } from '../../store/use-camera';
import { Actions } from '../../ui/actions';
import { Button } from '../../ui/button';
import { DangerIcon, UploadIcon } from '../../ui/icons';
import { media, useMedia } from '../../ui/use-media';
import { bringInChosen } from './bring-in';
import { CameraSelect } from './camera-options';
import styles from './camera-problem.module.css';

type CameraProblemProps = { kind: CameraErrorKind; classId: string };

/** Why there is no camera, what to do about it, and how to go on without. */
export function CameraProblem({ kind, classId }: CameraProblemProps) {
  const { t } = useTranslation();
  const cameras = useCameraState((state) => state.cameras.filter((each) => each.deviceId).length);
  // A phone's camera app works even if the page cannot get a camera.
  const phone = useMedia(media.touch);
  return (
    <div className={styles.problem} role="alert">
      <DangerIcon />
      <p>{t(`camera.problem.${kind}`)}</p>
      {cameras > 1 && (
        <Actions className={styles.ways}>
          <CameraSelect />
        </Actions>
      )}
      <Actions className={styles.ways}>
        {phone && (
          <Button onClick={() => bringInChosen({ taken: true }, classId)}>
            {t('camera.takePicture')}
          </Button>
        )}
        <Button icon={<UploadIcon />} onClick={() => bringInChosen({}, classId)}>
          {t('camera.useFiles')}
        </Button>
        {kind === 'denied-by-page' && (
          <Button onClick={() => window.open(location.href)}>{t('camera.ownTab')}</Button>
        )}
        {kind !== 'insecure' && (
          <Button variant="quiet" onClick={retryCamera}>
            {t('camera.tryAgain')}
          </Button>
        )}
      </Actions>
    </div>
  );
}
