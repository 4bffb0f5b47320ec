import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { pictureUrl } from '../../runtime/pictures';
import { Button } from '../../ui/button';
import { ArrowIcon } from '../../ui/icons';
import { LatePicture } from '../../ui/late-picture';
import { ClassLabel } from './class-label';
import styles from './judged.module.css';
import { Relabel } from './relabel';
import { useClassName } from './use-class-name';

type JudgedProps = {
  id: string;
  labelled: string;
  said: string;
  /** The probability of the class that was said. */
  sure: number;
  onWhy: (id: string) => void;
};

/** A picture that was taken for another class than its own, and what can be done with it. */
export function Judged({ id, labelled, said, sure, onWhy }: JudgedProps) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const { percent } = formatsFor(currentLanguage());
  return (
    <li className={styles.judged}>
      <LatePicture id={id} read={pictureUrl} alt={nameOf(labelled)} />
      <div className={styles.words}>
        <p className={styles.arrow}>
          <ClassLabel id={labelled} />
          <ArrowIcon small className={styles.to} />
          <span className="visually-hidden">{t('inspect.takenFor')}</span>
          <ClassLabel id={said} />
        </p>
        <span className={styles.track} aria-hidden>
          <span className={styles.sure} style={{ width: percentage(sure) }} />
        </span>
        <p className={styles.foot}>
          <span className={styles.share}>{t('try.sure', { share: sure })}</span>
          <Button
            variant="link"
            aria-label={`${t('inspect.open')}: ${nameOf(labelled)}, ${percent(sure)}`}
            onClick={() => onWhy(id)}
          >
            {t('inspect.open')}
          </Button>
          <Relabel id={id} labelled={labelled} said={said} />
        </p>
      </div>
    </li>
  );
}

const percentage = (share: number) => `${share * 100}%`;
