import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { samplesOf } from '../../store/project/samples-by-class';
import { Button } from '../../ui/button';
import { PictureBadges } from './picture-badges';
import { SamplePicture } from './sample-picture';
import styles from './sample-strip.module.css';

/** As many as the widest column shows. What does not fit is cut off. */
const MOST = 12;

type SampleStripProps = {
  classId: string;
  name: string;
  /** Pictures are about to come, so their room is kept free. */
  awaited: boolean;
  /** The class is left out of learning. */
  off: boolean;
  onShowAll: () => void;
};

/**
 * The newest pictures first, and a button that shows all of them. Empty if there are none and none
 * are awaited.
 */
export function SampleStrip({ classId, name, awaited, off, onShowAll }: SampleStripProps) {
  const { t } = useTranslation();
  const samples = useApp((state) => samplesOf(state.samples, classId));
  const count = samples.length;

  return (
    <>
      {count === 0 && awaited && <div className={styles.room} />}
      {count > 0 && (
        <div className={styles.strip} data-off={off || undefined}>
          <ul className={styles.newest} aria-label={t('classes.newest', { name })}>
            {samples
              .slice(-MOST)
              .reverse()
              .map((sample, i) => {
                const picture = t('classes.picture', { name, number: count - i });
                return (
                  <li key={sample.id}>
                    <SamplePicture
                      id={sample.id}
                      alt={sample.test ? t('testSet.picture', { picture }) : picture}
                      fileName={sample.name}
                    />
                    <PictureBadges test={sample.test ?? false} />
                  </li>
                );
              })}
          </ul>
          <Button
            className={styles.all ?? ''}
            aria-label={t('classes.showAll', { name, count })}
            onClick={onShowAll}
          >
            <span>
              <span>{t('classes.all')}</span>
              <br />
              <span>{t('classes.count', { count })}</span>
            </span>
          </Button>
        </div>
      )}
    </>
  );
}
