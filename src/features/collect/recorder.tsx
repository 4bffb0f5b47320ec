import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keepAwake } from '../../runtime/wake-lock';
import { useApp } from '../../store/app-store';
import { type CameraView, leaseCamera, useCameraState } from '../../store/use-camera';
import { LiveRegion } from '../../ui/live-region';
import { Note } from '../../ui/note';
import { Segmented } from '../../ui/segmented';
import { useNow } from '../../ui/use-now';
import { CameraLens } from './camera-lens';
import { CameraOptions } from './camera-options';
import { CameraProblem } from './camera-problem';
import { HoldButton } from './hold-button';
import styles from './recorder.module.css';
import { useRecorder } from './use-recorder';
import { useSpace } from './use-space';

/** Often enough to count seconds. */
const CLOCK_MS = 200;
const SPEAK_EVERY_MS = 3000;

type RecorderProps = { classId: string; name: string; onClose: () => void };

/** The camera in a class's card. It is on for as long as this component is mounted. */
export function Recorder({ classId, name, onClose }: RecorderProps) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const holdButton = useRef<HTMLButtonElement>(null);
  const pictureBox = useRef<HTMLDivElement>(null);
  const { status, error, fallback, label } = useCameraState();
  const [test, setTest] = useState(false);
  const recorder = useRecorder(classId, video, test);
  const { phase, start, stop } = recorder;
  const said = useRecordedText(classId, name);
  const broken = useApp((state) => (state.broken?.classId === classId ? state.broken : undefined));
  const { dismissBroken } = useApp.getState();
  const now = useNow(CLOCK_MS, phase.kind === 'idle' ? undefined : phase.kind);

  useEffect(leaseCamera, []);
  // A person who counts down or records may stand far from the page.
  const busy = phase.kind !== 'idle';
  useEffect(() => (busy ? keepAwake() : undefined), [busy]);
  useFirstFocus(status, holdButton, pictureBox);

  const byTimer =
    phase.kind === 'countdown' || (phase.kind === 'recording' && phase.endsAt !== undefined);
  useSpace(holdButton, {
    onDown: () => status === 'on' && !byTimer && start(),
    onUp: stop,
    onEscape: phase.kind === 'idle' ? onClose : stop,
  });

  return (
    <div className={styles.recorder} data-problem={error !== undefined || undefined}>
      <div ref={pictureBox} className={styles.picture}>
        {error ? (
          <CameraProblem kind={error} classId={classId} />
        ) : (
          <CameraLens video={video} classId={classId} phase={phase} now={now} />
        )}
      </div>
      {error === undefined && (
        <>
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
          <div className={styles.use}>
            <Segmented
              size="dense"
              label={t('testSet.use')}
              value={test ? 'test' : 'learn'}
              options={[
                { value: 'learn', label: t('testSet.learn') },
                { value: 'test', label: t('testSet.test') },
              ]}
              onChange={(use) => {
                stop();
                setTest(use === 'test');
              }}
            />
            {test && <span className={styles.hint}>{t('testSet.never')}</span>}
          </div>
        </>
      )}
      {status === 'on' && fallback && (
        <p className={styles.other}>{t('camera.other', { used: label })}</p>
      )}
      <div role="alert" className={styles.broken}>
        {broken && (
          <Note kind="danger" close={{ label: t('common.close'), onClick: dismissBroken }}>
            {t(`camera.stopped.${broken.why}`)}
          </Note>
        )}
      </div>
      <LiveRegion message={broken ? '' : said} atMostEveryMs={SPEAK_EVERY_MS} />
    </div>
  );
}

/**
 * Moves the focus to the record button once the camera is on, or to the way around it if there is
 * no camera.
 */
function useFirstFocus(
  status: CameraView['status'],
  holdButton: RefObject<HTMLButtonElement | null>,
  pictureBox: RefObject<HTMLElement | null>,
): void {
  const opener = useRef<Element | null>(undefined);
  useEffect(() => {
    if (opener.current === undefined) opener.current = document.activeElement;
    const settled = status === 'on' || status === 'error';
    if (!settled || opener.current === null) return;
    const { activeElement } = document;
    const isWaiting = activeElement === opener.current || activeElement === document.body;
    opener.current = null;
    if (!isWaiting) return;
    const goal = status === 'on' ? holdButton.current : pictureBox.current?.querySelector('button');
    goal?.focus({ preventScroll: true });
  }, [status, holdButton, pictureBox]);
}

/** What a screen reader hears: how far a recording is, and then how many pictures it brought. */
function useRecordedText(classId: string, name: string): string {
  const { t } = useTranslation();
  const recording = useApp(({ recording }) =>
    recording?.classId === classId ? recording : undefined,
  );
  const [last, setLast] = useState(recording);
  if (recording && recording !== last) setLast(recording);
  if (recording) return t('camera.recording', { count: recording.taken });
  if (!last) return '';
  const went = { pictures: last.taken, name };
  return last.test ? t('testSet.recordedInto', went) : t('camera.recordedInto', went);
}
