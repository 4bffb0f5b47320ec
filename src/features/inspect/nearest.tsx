import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { Neighbour } from '../../model/prediction';
import { pictureUrl } from '../../runtime/pictures';
import { useApp } from '../../store/app-store';
import { LatePicture } from '../../ui/late-picture';
import { ClassLabel } from './class-label';
import styles from './nearest.module.css';

const COUNT = 6;

/** The most similar pictures among those learned from, looked up when this is shown. */
export function NearestOf({ id }: { id: string }) {
  const [found, setFound] = useState<Neighbour[]>();
  useEffect(() => {
    let wanted = true;
    void useApp
      .getState()
      .nearestTo(id, COUNT)
      .then((neighbours) => wanted && setFound(neighbours));
    return () => {
      wanted = false;
    };
  }, [id]);
  return <Nearest neighbours={found} />;
}

/** Undefined while they are looked for. Their space is reserved. */
export function Nearest({ neighbours }: { neighbours: readonly Neighbour[] | undefined }) {
  const { t } = useTranslation();
  const samples = useApp((state) => state.samples);
  const { decimal } = formatsFor(currentLanguage());
  if (neighbours?.length === 0) return <p className={styles.none}>{t('inspect.nearest.none')}</p>;
  return (
    <div className={styles.box}>
      <ul className={styles.nearest} aria-label={t('inspect.nearest.title')}>
        {(neighbours ?? Array<undefined>(COUNT).fill(undefined)).map((neighbour, i) => (
          <li key={neighbour?.id ?? i} className={styles.one}>
            {neighbour ? (
              <>
                <LatePicture id={neighbour.id} read={pictureUrl} />
                <ClassLabel id={samples[neighbour.id]?.classId ?? ''} />
                <span className={styles.how} title={decimal(neighbour.distance)}>
                  {t(`inspect.nearest.${alike(neighbour.distance)}`)}
                </span>
              </>
            ) : (
              <span className={styles.place} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Cosine distances in words. At 0.03 the engine starts to count pictures as nearly the same. */
function alike(distance: number): 'same' | 'much' | 'some' | 'little' {
  if (distance <= 0.03) return 'same';
  if (distance <= 0.2) return 'much';
  return distance <= 0.4 ? 'some' : 'little';
}
