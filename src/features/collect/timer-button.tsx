import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../store/preferences';
import { useCameraState } from '../../store/use-camera';
import { Button } from '../../ui/button';
import { TimerIcon } from '../../ui/icons';
import { NumberField } from '../../ui/number-field';
import { Popover } from '../../ui/popover';
import styles from './timer-button.module.css';
import type { Recorder } from './use-recorder';

const MOST_DELAY_S = 60;
const MOST_SECONDS = 300;

/** Records by itself after a delay: for who cannot hold the button and show something. */
export function TimerButton({ recorder }: { recorder: Recorder }) {
  const { t } = useTranslation();
  const on = useCameraState(({ status }) => status === 'on');
  const { timer, rate, change } = usePreferences();
  const [open, setOpen] = useState(false);
  const running = recorder.phase.kind !== 'idle';
  const unit = t('timer.unit');

  return (
    <Popover
      title={t('timer.label')}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button size="dense" icon={<TimerIcon />}>
          {t('timer.label')}
        </Button>
      }
    >
      <div className={styles.timer}>
        <NumberField
          label={t('timer.delay')}
          value={timer.delay}
          min={0}
          max={MOST_DELAY_S}
          unit={unit}
          onChange={(delay) => change({ timer: { ...timer, delay } })}
        />
        <NumberField
          label={t('timer.duration')}
          hint={t('timer.takes', { count: timer.seconds * rate })}
          value={timer.seconds}
          min={1}
          max={MOST_SECONDS}
          unit={unit}
          onChange={(seconds) => change({ timer: { ...timer, seconds } })}
        />
        <Button
          variant="primary"
          disabledReason={running ? t('camera.whileTimer') : on ? undefined : t('camera.whileOff')}
          onClick={() => {
            setOpen(false);
            recorder.startTimer();
          }}
        >
          {t('timer.start')}
        </Button>
      </div>
    </Popover>
  );
}
