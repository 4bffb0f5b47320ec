import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { isUnknown } from '../../store/try/trial-slice';
import { type Tried, triedPicture } from '../../store/try/tried';
import { Button } from '../../ui/button';
import { AddIcon, CheckIcon, UnknownIcon } from '../../ui/icons';
import { Menu, MenuItem } from '../../ui/menu';
import { Section } from '../../ui/section';
import { answerOf } from './answer-view';
import { Mark } from './mark';
import styles from './tried-before.module.css';
import type { Teach } from './use-teaching';

/** What was tried before what is shown now, newest first. */
export function TriedBefore({ onTeach }: { onTeach: Teach }) {
  const { t } = useTranslation();
  const tried = useApp((state) => state.tried);
  const shown = useApp((state) => state.prediction);
  const before = tried.filter(({ prediction }) => prediction !== shown);
  if (before.length === 0) return null;
  return (
    <Section
      title={t('try.before.title')}
      aside={
        <Button variant="link" onClick={() => useApp.getState().clearTried()}>
          {t('try.before.clear')}
        </Button>
      }
    >
      <ul className={styles.list} aria-label={t('try.before.title')}>
        {before.map((each, i) => (
          <Row key={each.id} tried={each} number={i + 1} onTeach={onTeach} />
        ))}
      </ul>
    </Section>
  );
}

type RowProps = { tried: Tried; number: number; onTeach: Teach };

function Row({ tried, number, onTeach }: RowProps) {
  const { t } = useTranslation();
  const url = useTriedUrl(tried.id);
  const classes = useApp((state) => state.classes);
  const taughtAs = useApp((state) => state.samples[tried.taughtAs ?? '']?.classId);
  const follows = useApp((state) => state.role === 'follows');
  const taught = classes.find(({ id }) => id === taughtAs);
  return (
    <li className={styles.row}>
      {url === undefined ? (
        <span className={styles.picture} />
      ) : (
        <img className={styles.picture} src={url} alt={t('try.before.picture', { number })} />
      )}
      <Said tried={tried} taught={taught !== undefined} />
      {taught && (
        <span className={styles.taught}>
          <CheckIcon />
          <span className={styles.name}>
            {t('try.before.addedTo', { name: className(t, taught) })}
          </span>
        </span>
      )}
      <Menu
        trigger={
          <Button
            variant="quiet"
            size="dense"
            aria-label={t('try.before.itIsWhich', { number })}
            disabledReason={follows ? t('tabs.reason') : undefined}
          >
            {t('try.before.itIs')}
          </Button>
        }
      >
        {classes
          .filter(({ off }) => !off)
          .map((row) => (
            <MenuItem
              key={row.id}
              icon={<Mark row={row} />}
              {...(taught ? { checked: row.id === taught.id } : {})}
              onSelect={() => onTeach(row.id, tried.id)}
            >
              <span translate="no">{className(t, row)}</span>
            </MenuItem>
          ))}
        <MenuItem icon={<AddIcon />} onSelect={() => onTeach(undefined, tried.id)}>
          {t('try.newClass')}
        </MenuItem>
      </Menu>
    </li>
  );
}

/**
 * Its answer at that time. Once the picture has been put into a class, the class replaces the
 * share.
 */
function Said({ tried: { prediction }, taught }: { tried: Tried; taught: boolean }) {
  const { t } = useTranslation();
  const classes = useApp((state) => state.classes);
  const unknown = useApp((state) => isUnknown(state, prediction));
  const answer = answerOf(prediction, classes);
  const { confidence } = formatsFor(currentLanguage());
  const name = unknown
    ? t('try.unknown')
    : answer
      ? className(t, answer.top.row)
      : t('try.noAnswer');
  return (
    <>
      <span className={styles.said}>
        {unknown ? <UnknownIcon /> : answer && <Mark row={answer.top.row} />}
        <span className={styles.name} title={name}>
          {name}
        </span>
      </span>
      {!taught && (
        <span className={styles.sure}>
          {unknown ? t('try.before.unfamiliar') : answer && confidence(answer.top.share)}
        </span>
      )}
    </>
  );
}

/** A URL for an <img>, valid as long as the picture is shown. */
function useTriedUrl(id: string): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const picture = triedPicture(id);
    if (!picture) return;
    const made = URL.createObjectURL(picture);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [id]);
  return url;
}
