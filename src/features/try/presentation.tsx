// The answer for a whole room: as large as the screen allows, with a picture of the class, and passed on where wished.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { pictureUrl } from '../../store/pictures';
import { learnedFrom } from '../../store/samples-by-class';
import { Dialog } from '../../ui/dialog';
import { UnknownIcon } from '../../ui/icons';
import { markColour } from '../../ui/mark-colour';
import { Switch } from '../../ui/switch';
import { useLateUrl } from '../../ui/use-late-url';
import { Mark } from './mark';
import styles from './presentation.module.css';
import { type ShownAnswer, useAnswer } from './use-answer';
import { useCanSay, useSendOn, type Ways } from './use-send-on';

type PresentationProps = {
  /** The answers are of a camera. */
  live: boolean;
  onClose: () => void;
};

export function Presentation({ live, onClose }: PresentationProps) {
  const { t } = useTranslation('present');
  const { t: common } = useTranslation();
  const answer = useAnswer(live);
  const canSay = useCanSay();
  const [ways, setWays] = useState<Ways>({ beep: false, say: false, send: false });
  useSendOn(answer, ways);
  useFullScreen(onClose);
  const way = (name: keyof Ways) => (
    <Switch
      label={t(name)}
      checked={ways[name]}
      onChange={(on) => setWays((before) => ({ ...before, [name]: on }))}
    />
  );
  return (
    <Dialog
      open
      whole
      title={t('title')}
      closeLabel={common('common.close')}
      onOpenChange={(open) => open || onClose()}
      footer={
        <div className={styles.ways}>
          {way('beep')}
          {canSay && way('say')}
          {way('send')}
        </div>
      }
    >
      <div className={styles.stage}>
        {answer ? <Shown answer={answer} /> : <p className={styles.waiting}>{t('waiting')}</p>}
      </div>
    </Dialog>
  );
}

function Shown({ answer: { top, bars, unknown } }: { answer: ShownAnswer }) {
  const { t } = useTranslation();
  const { confidence } = formatsFor(currentLanguage());
  return (
    <>
      <div className={styles.verdict}>
        {unknown ? (
          <UnknownIcon large className={styles.question} />
        ) : (
          <ClassPicture classId={top.row.id} />
        )}
        <p className={styles.name}>{unknown ? t('try.unknown') : className(t, top.row)}</p>
      </div>
      <ul className={styles.bars} aria-label={t('try.bars')}>
        {bars.map(({ row, share }) => (
          <li key={row.id} className={styles.bar}>
            <span className={styles.label}>
              <Mark row={row} large />
              {className(t, row)}
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

/** One of those that it learned from: from the middle, where a recording is neither beginning nor ending. */
function ClassPicture({ classId }: { classId: string }) {
  const id = useApp(({ samples }) => {
    const of = learnedFrom(samples, classId);
    return of[Math.floor(of.length / 2)]?.id;
  });
  const url = useLateUrl(id, pictureUrl)?.url;
  return url === undefined ? (
    <span className={styles.picture} />
  ) : (
    <img className={styles.picture} src={url} alt="" />
  );
}

/** Where the browser has it. The whole page is, so that the camera's picture below goes on. Leaving it by Escape closes. */
function useFullScreen(onClose: () => void): void {
  useEffect(() => {
    const page = document.documentElement;
    // Refused, as without a click: it is shown over the page then.
    page.requestFullscreen?.().catch(() => {});
    const left = () => document.fullscreenElement === null && onClose();
    document.addEventListener('fullscreenchange', left);
    return () => {
      document.removeEventListener('fullscreenchange', left);
      if (document.fullscreenElement) void document.exitFullscreen();
    };
  }, [onClose]);
}
