import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../store/preferences';
import { chooseCamera, flipCamera, useCameraState } from '../../store/use-camera';
import { IconButton } from '../../ui/icon-button';
import { FlipIcon, MirrorIcon } from '../../ui/icons';
import { Select } from '../../ui/select';
import styles from './camera-options.module.css';
import { TimerButton } from './timer-button';
import type { Recorder } from './use-recorder';

const RATES = [1, 2, 4, 8, 15, 30];

/** Which camera, how many pictures a second, mirrored or not, and the timer. */
export function CameraOptions({ recorder }: { recorder: Recorder }) {
  const { t } = useTranslation();
  const { rate, change } = usePreferences();
  return (
    <div className={styles.options}>
      <CameraSelect />
      <Select
        label={t('camera.rate')}
        hideLabel
        value={String(rate)}
        options={RATES.map((each) => ({
          value: String(each),
          label: t('units.perSecond', { count: each }),
        }))}
        onChange={(value) => change({ rate: Number(value) })}
      />
      <div className={styles.row}>
        <MirrorToggle />
        <FlipButton />
        <TimerButton recorder={recorder} />
      </div>
    </div>
  );
}

export function CameraSelect() {
  const { t } = useTranslation();
  const { cameras, deviceId } = useCameraState();
  // Cameras have no ids until one is allowed, so there is nothing to choose between before.
  const options = cameras
    .filter((camera) => camera.deviceId !== '')
    .map((camera, i) => ({
      value: camera.deviceId,
      label: camera.label || t('camera.unnamed', { number: i + 1 }),
    }));
  const known = options.some(({ value }) => value === deviceId);
  return (
    <Select
      label={t('camera.choose')}
      hideLabel
      value={deviceId ?? ''}
      options={known ? options : [{ value: deviceId ?? '', label: t('camera.choose') }, ...options]}
      onChange={(chosen) => chooseCamera(chosen)}
    />
  );
}

function MirrorToggle() {
  const { t } = useTranslation();
  const { mirror, change } = usePreferences();
  const back = useCameraState(({ facing }) => facing === 'environment');
  return (
    <IconButton
      variant="default"
      size="dense"
      label={t('camera.mirror')}
      icon={<MirrorIcon />}
      pressed={mirror && !back}
      disabledReason={back ? t('camera.backIsNotMirrored') : undefined}
      onClick={() => change({ mirror: !mirror })}
    />
  );
}

/** Shown if there are several cameras that say which way they face, as on phones. */
function FlipButton() {
  const { t } = useTranslation();
  const { cameras, facing } = useCameraState();
  if (facing === undefined || cameras.length < 2) return null;
  return (
    <IconButton
      variant="default"
      size="dense"
      label={t('camera.flip')}
      icon={<FlipIcon />}
      onClick={() => flipCamera()}
    />
  );
}
