import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../store/preferences';
import { useCameraState } from '../../store/use-camera';
import { Button } from '../../ui/button';
import { TimerIcon } from '../../ui/icons';
import { NumberField } from '../../ui/number-field';
import { Popover } from '../../ui/popover';
import styles from './timer-button.module.css';
import { timerDraft } from './timer-draft';
import type { Recorder } from './use-recorder';

const DELAY_S = { min: 0, max: 60 };
const DURATION_S = { min: 1, max: 300 };
const NOTHING_TYPED = { delay: null, seconds: null };

/**
 * Records by itself after a delay, for people who cannot hold the button and show something at the
 * same time.
 */
export function TimerButton({ recorder }: { recorder: Recorder }) {
  const { t } = useTranslation();
  const on = useCameraState(({ status }) => status === 'on');
  const { timer, rate, change } = usePreferences();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<Record<'delay' | 'seconds', string | null>>(NOTHING_TYPED);
  const running = recorder.phase.kind !== 'idle';
  const unit = t('timer.unit');
  const delay = timerDraft(typed.delay, timer.delay, DELAY_S);
  const seconds = timerDraft(typed.seconds, timer.seconds, DURATION_S);

  const toggle = (next: boolean) => {
    setOpen(next);
    setTyped(NOTHING_TYPED);
  };
  const whyNot = () => {
    if (running) return t('camera.whileTimer');
    if (!on) return t('camera.whileOff');
    return delay === undefined || seconds === undefined ? t('timer.outOfRange') : undefined;
  };

  return (
    <Popover
      title={t('timer.label')}
      open={open}
      onOpenChange={toggle}
      trigger={
        <Button size="dense" icon={<TimerIcon />}>
          {t('timer.label')}
        </Button>
      }
    >
      <div className={styles.timer}>
        <NumberField
          label={t('timer.delay')}
          error={delay === undefined ? t('timer.range', DELAY_S) : undefined}
          value={timer.delay}
          {...DELAY_S}
          unit={unit}
          onDraft={(draft) => setTyped((old) => ({ ...old, delay: draft }))}
          onChange={(next) => change({ timer: { ...timer, delay: next } })}
        />
        <NumberField
          label={t('timer.duration')}
          hint={seconds === undefined ? undefined : t('timer.takes', { count: seconds * rate })}
          error={seconds === undefined ? t('timer.range', DURATION_S) : undefined}
          value={timer.seconds}
          {...DURATION_S}
          unit={unit}
          onDraft={(draft) => setTyped((old) => ({ ...old, seconds: draft }))}
          onChange={(next) => change({ timer: { ...timer, seconds: next } })}
        />
        <Button
          variant="primary"
          disabledReason={whyNot()}
          onClick={() => {
            toggle(false);
            recorder.startTimer();
          }}
        >
          {t('timer.start')}
        </Button>
      </div>
    </Popover>
  );
}
