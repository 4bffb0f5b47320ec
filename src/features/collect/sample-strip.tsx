import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { samplesOf } from '../../store/samples-by-class';
import { Button } from '../../ui/button';
import { SamplePicture } from './sample-picture';
import styles from './sample-strip.module.css';
import { SamplesDialog } from './samples-dialog';
import { useOpener } from './use-opener';

/** As many as the widest column shows; what does not fit is cut off. */
const MOST = 12;

type SampleStripProps = {
  classId: string;
  name: string;
  /** Pictures are about to come: their room is there already. */
  awaited: boolean;
  onGrid: (open: boolean) => void;
};

/** The newest pictures first, and the way to all of them. Nothing where there are none and none are awaited. */
export function SampleStrip({ classId, name, awaited, onGrid }: SampleStripProps) {
  const { t } = useTranslation();
  const samples = useApp((state) => samplesOf(state.samples, classId));
  const dialog = useOpener(() =>
    document.querySelector<HTMLElement>(`[data-class="${classId}"] button`),
  );
  const count = samples.length;
  const { open } = dialog;

  useEffect(() => {
    if (!open) return;
    onGrid(true);
    return () => onGrid(false);
  }, [open, onGrid]);

  return (
    <>
      {count === 0 && awaited && <div className={styles.room} />}
      {count > 0 && (
        <div className={styles.strip}>
          <ul className={styles.newest} aria-label={t('classes.newest', { name })}>
            {samples
              .slice(-MOST)
              .reverse()
              .map((sample, i) => (
                <li key={sample.id}>
                  <SamplePicture
                    id={sample.id}
                    alt={t('classes.picture', { name, number: count - i })}
                    fileName={sample.name}
                  />
                </li>
              ))}
          </ul>
          <Button
            className={styles.all ?? ''}
            aria-label={t('classes.showAll', { name, count })}
            onClick={dialog.show}
          >
            <span>
              {t('classes.all')}
              <br />
              {t('classes.count', { count })}
            </span>
          </Button>
        </div>
      )}
      {dialog.open && <SamplesDialog classId={classId} name={name} onClose={dialog.close} />}
    </>
  );
}
