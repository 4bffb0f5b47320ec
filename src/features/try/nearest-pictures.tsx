import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { Neighbour } from '../../model/prediction';
import { pictureUrl } from '../../runtime/pictures';
import { useApp } from '../../store/app-store';
import { LatePicture } from '../../ui/late-picture';
import { Section } from '../../ui/section';
import { Mark } from './mark';
import styles from './nearest-pictures.module.css';

const COUNT = 5;

/** The learned pictures that are most like the chosen one. */
export function NearestPictures() {
  const { t } = useTranslation();
  const nearest = useApp((state) => state.explanation?.nearest);
  const samples = useApp((state) => state.samples);
  const there = nearest?.filter(({ id }) => id in samples);
  return (
    <Section title={t('try.nearest.title')}>
      {there?.length === 0 ? (
        <p className={styles.how}>{t('try.nearest.none')}</p>
      ) : (
        <ul className={styles.nearest} aria-label={t('try.nearest.title')}>
          {there
            ? there.map((each) => <Near key={each.id} {...each} />)
            : Array.from({ length: COUNT }, (_, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: places that wait for their pictures
                <li key={i} aria-hidden>
                  <LatePicture read={pictureUrl} />
                </li>
              ))}
        </ul>
      )}
    </Section>
  );
}

function Near({ id, distance }: Neighbour) {
  const { t } = useTranslation();
  const classId = useApp((state) => state.samples[id]?.classId);
  const row = useApp((state) => state.classes.find((each) => each.id === classId));
  const { decimal } = formatsFor(currentLanguage());
  const how = t(`try.nearest.${alike(distance)}`);
  const name = row ? className(t, row) : '';
  return (
    <li className={styles.near}>
      <LatePicture id={id} read={pictureUrl} alt={t('try.nearest.picture', { name, how })} />
      <span className={styles.how} title={decimal(distance)} aria-hidden>
        {row && <Mark row={row} />}
        <span>{how}</span>
      </span>
    </li>
  );
}

/**
 * Puts a cosine distance into words. Up to 0.03, the engine takes two pictures for nearly the same.
 */
function alike(distance: number): 'same' | 'much' | 'some' | 'little' {
  if (distance <= 0.03) return 'same';
  if (distance <= 0.2) return 'much';
  return distance <= 0.4 ? 'some' : 'little';
}
