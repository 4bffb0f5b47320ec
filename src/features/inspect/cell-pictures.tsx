import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { pictureUrl } from '../../runtime/pictures';
import type { Answered } from '../../store/inspect/answers';
import { Button } from '../../ui/button';
import { IconButton } from '../../ui/icon-button';
import { ArrowIcon, CloseIcon } from '../../ui/icons';
import { LatePicture } from '../../ui/late-picture';
import { panelOf } from '../../ui/panel';
import styles from './cell-pictures.module.css';
import { ClassLabel } from './class-label';
import { NearestOf } from './nearest';
import { Relabel } from './relabel';
import { useClassName } from './use-class-name';

type CellPicturesProps = {
  labelled: string;
  said: string;
  classes: readonly string[];
  pictures: readonly Answered[];
  onClose: () => void;
  onWhy: (id: string) => void;
};

const FIRST = 6;
const MORE = 24;
/** The number of classes whose probabilities are shown. */
const TOP = 3;

/** The pictures behind a cell of the matrix. */
export function CellPictures({
  labelled,
  said,
  classes,
  pictures,
  onClose,
  onWhy,
}: CellPicturesProps) {
  const { t } = useTranslation();
  const [most, setMost] = useState(FIRST);
  const [near, setNear] = useState<string>();
  const nameOf = useClassName();
  const right = labelled === said;
  const title = t(right ? 'inspect.cell.right' : 'inspect.cell.wrong', {
    is: nameOf(labelled),
    said: nameOf(said),
  });
  return (
    <section className={styles.open} aria-label={title}>
      <header className={styles.head}>
        <ClassLabel id={labelled} />
        {!right && (
          <>
            <ArrowIcon small className={styles.arrow} />
            <ClassLabel id={said} />
          </>
        )}
        <span className={styles.count}>{t('units.picture', { count: pictures.length })}</span>
        <IconButton
          size="dense"
          className={styles.close}
          label={t('common.close')}
          icon={<CloseIcon />}
          onClick={(event) => {
            panelOf(event.currentTarget)?.focus();
            onClose();
          }}
        />
      </header>
      <ul className={styles.pictures}>
        {pictures.slice(0, most).map((each) => (
          <li key={each.id} className={styles.picture} data-wide={near === each.id || undefined}>
            <LatePicture id={each.id} read={pictureUrl} alt={nameOf(labelled)} />
            <div className={styles.words}>
              <Probabilities answered={each} classes={classes} />
              <span className={styles.acts}>
                <Button
                  variant="link"
                  aria-expanded={near === each.id}
                  onClick={() => setNear(near === each.id ? undefined : each.id)}
                >
                  {t('inspect.nearest.show')}
                </Button>
                <Button variant="link" onClick={() => onWhy(each.id)}>
                  {t('inspect.open')}
                </Button>
                {!right && <Relabel id={each.id} labelled={labelled} said={said} />}
              </span>
            </div>
            {near === each.id && (
              <div className={styles.near}>
                <NearestOf id={each.id} />
              </div>
            )}
          </li>
        ))}
      </ul>
      {pictures.length > most && (
        <Button size="dense" onClick={() => setMost(most + MORE)}>
          {t('inspect.more', { count: Math.min(MORE, pictures.length - most) })}
        </Button>
      )}
    </section>
  );
}

type ProbabilitiesProps = { answered: Answered; classes: readonly string[] };

/** The likeliest classes, with the class that was said in bold. */
function Probabilities({ answered, classes }: ProbabilitiesProps) {
  const nameOf = useClassName();
  const { percent } = formatsFor(currentLanguage());
  const likeliest = Array.from(answered.probabilities, (share, k) => ({ share, k }))
    .sort((a, b) => b.share - a.share)
    .slice(0, TOP);
  return (
    <ul>
      {likeliest.map(({ share, k }) => (
        <li key={k} className={styles.share}>
          <span className={styles.name} translate="no">
            {nameOf(classes[k] ?? '')}
          </span>
          {k === answered.said ? <b>{percent(share)}</b> : <span>{percent(share)}</span>}
        </li>
      ))}
    </ul>
  );
}
