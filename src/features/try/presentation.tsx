// The answer for a whole room: as large as the screen allows, with a picture of the class, and
// passed on if the person wants that.
import { type RefObject, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { pictureUrl } from '../../runtime/pictures';
import { keepAwake } from '../../runtime/wake-lock';
import { useApp } from '../../store/app-store';
import { type SendOn, usePreferences } from '../../store/preferences';
import { learnedFrom } from '../../store/project/samples-by-class';
import { type AskingPage, whenAsked } from '../../store/try/answer-stream';
import type { Cues } from '../../store/try/cues';
import { hasSerial } from '../../store/try/serial-line';
import { Dialog } from '../../ui/dialog';
import { UnknownIcon } from '../../ui/icons';
import { markColour } from '../../ui/mark-colour';
import { Switch } from '../../ui/switch';
import { useLateUrl } from '../../ui/use-late-url';
import { Mark } from './mark';
import { OwnCues } from './own-cues';
import styles from './presentation.module.css';
import { type ShownAnswer, useAnswer } from './use-answer';
import { useCues } from './use-cues';
import { useCanSay, useSendOn } from './use-send-on';
import { useSerial } from './use-serial';

type PresentationProps = {
  /** The answers come from a camera. */
  live: boolean;
  onClose: () => void;
};

export function Presentation({ live, onClose }: PresentationProps) {
  const { t } = useTranslation('present');
  const { t: common } = useTranslation();
  const answer = useAnswer(live);
  const when = useId();
  const canSay = useCanSay();
  const sendOn = usePreferences((state) => state.sendOn);
  const asking = useAskingPage();
  const serial = useSerial(sendOn.serial);
  const { cues, reload } = useCues();
  const follows = useApp((state) => state.role === 'follows');
  const choosing = useRef(false);
  const change = (values: Partial<SendOn>) => {
    const { sendOn, change } = usePreferences.getState();
    change({ sendOn: { ...sendOn, ...values } });
  };
  const { beep, say, send } = sendOn;
  const page = asking?.origin === sendOn.origin ? asking : undefined;
  const line = serial.write;
  useSendOn(
    answer,
    cues,
    useMemo(() => ({ beep, say, send, page, line }), [beep, say, send, page, line]),
  );
  useFullScreen(onClose, choosing);
  useEffect(keepAwake, []);
  const way = (name: 'beep' | 'say' | 'send') => (
    <Switch label={t(name)} checked={sendOn[name]} onChange={(on) => change({ [name]: on })} />
  );
  const toDevice = async (on: boolean) => {
    if (!on) serial.close();
    choosing.current = on;
    change({ serial: on && (await serial.choose()) });
    choosing.current = false;
  };
  return (
    <Dialog
      open
      whole
      title={t('title')}
      closeLabel={common('common.close')}
      onOpenChange={(open) => open || onClose()}
      footer={
        // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend does not stand in line
        <div role="group" aria-labelledby={when} className={styles.ways}>
          <span id={when} className={styles.when}>
            {t('when')}
          </span>
          {way('beep')}
          {canSay && way('say')}
          {way('send')}
          {asking && (
            <Switch
              label={t('page', { origin: asking.origin })}
              checked={page !== undefined}
              onChange={(on) => change({ origin: on ? asking.origin : '' })}
            />
          )}
          <Switch
            label={t('serial')}
            checked={line !== undefined}
            onChange={(on) => toDevice(on)}
            disabledReason={hasSerial() ? undefined : t('serialNone')}
          />
          {!follows && <OwnCues cues={cues} onChange={reload} choosing={choosing} />}
          {serial.failed && (
            <p role="alert" className={styles.failed}>
              {t('serialFailed')}
            </p>
          )}
        </div>
      }
    >
      <div className={styles.stage}>
        {answer ? (
          <Shown answer={answer} cues={cues} />
        ) : (
          <p className={styles.waiting}>{t('waiting')}</p>
        )}
      </div>
    </Dialog>
  );
}

type ShownProps = { answer: ShownAnswer; cues: Cues };

function Shown({ answer: { top, bars, unknown }, cues }: ShownProps) {
  const { t } = useTranslation();
  const { confidence } = formatsFor(currentLanguage());
  return (
    <>
      <div className={styles.verdict}>
        {unknown ? (
          <UnknownIcon large className={styles.question} />
        ) : (
          <ClassPicture classId={top.row.id} own={cues.get(top.row.id)?.picture?.url} />
        )}
        <p className={styles.name}>{unknown ? t('try.unknown') : className(t, top.row)}</p>
      </div>
      <ul className={styles.bars} aria-label={t('try.bars')}>
        {bars.map(({ row, share }) => (
          <li key={row.id} className={styles.bar}>
            <span className={styles.label}>
              <Mark row={row} large />
              <span translate="no">{className(t, row)}</span>
            </span>
            <span className={styles.track} aria-hidden>
              <span
                className={styles.fill}
                data-unknown={unknown || undefined}
                style={{ ...markColour(row.colour + 1), width: `${share * 100}%` }}
              />
            </span>
            <span className={styles.share}>{confidence(share)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/**
 * The picture that was chosen for the class. Otherwise one of those that were learned from: one
 * from the middle, where no recording begins or ends.
 */
function ClassPicture({ classId, own }: { classId: string; own: string | undefined }) {
  const id = useApp(({ samples }) => {
    const of = learnedFrom(samples, classId);
    return of[Math.floor(of.length / 2)]?.id;
  });
  const late = useLateUrl(id, pictureUrl)?.url;
  const url = own ?? late;
  return url === undefined ? (
    <span className={styles.picture} />
  ) : (
    <img className={styles.picture} src={url} alt="" />
  );
}

/** The last page that opened or embeds this one and has asked for its answers. */
function useAskingPage(): AskingPage | undefined {
  const [page, setPage] = useState<AskingPage>();
  useEffect(() => whenAsked(setPage), []);
  return page;
}

/**
 * Uses the full screen if the browser has it. The whole page becomes full screen, so that the
 * camera's picture below goes on. Leaving it with Escape closes the presentation, but not if the
 * browser leaves it to let the person choose a file.
 */
function useFullScreen(onClose: () => void, choosing: RefObject<boolean>): void {
  useEffect(() => {
    const page = document.documentElement;
    // It is refused without a click, for instance. Then the presentation is shown over the page.
    page.requestFullscreen?.().catch(() => {});
    const left = () => document.fullscreenElement === null && !choosing.current && onClose();
    document.addEventListener('fullscreenchange', left);
    return () => {
      document.removeEventListener('fullscreenchange', left);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [onClose, choosing]);
}
