import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { Muted } from '../../ui/muted';
import { panelOf } from '../../ui/panel';
import styles from './relabel.module.css';
import { useClassName } from './use-class-name';

type RelabelProps = {
  id: string;
  /** The class that it had when it was answered, and the class that it was taken for. */
  labelled: string;
  said: string;
  onDone?: (() => void) | undefined;
};

/**
 * Moves a picture to the class that it was taken for, or removes it. Then says so until the next
 * run. It is not offered if the answers are hardly better than guessing.
 */
export function Relabel({ id, labelled, said, onDone }: RelabelProps) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const row = useApp((state) => state.samples[id]);
  const there = useApp((state) => state.classes.some((each) => each.id === said));
  // Answers that are no better than guesses lead to no offer.
  const guessed = useApp((state) => state.crossValidation?.judges === false);
  const follows = useApp((state) => state.role === 'follows');
  const { moveSamples, deleteSamples } = useApp.getState();

  if (!row) return <Muted as="span">{t('inspect.removed')}</Muted>;
  if (row.classId !== labelled) {
    return <Muted as="span">{t('inspect.nowIs', { name: nameOf(row.classId) })}</Muted>;
  }
  if (guessed) return null;
  const disabledReason = follows ? t('tabs.reason') : undefined;
  const act = (run: () => unknown) => (event: MouseEvent<HTMLButtonElement>) => {
    const home = panelOf(event.currentTarget);
    run();
    if (onDone) onDone();
    else home?.focus();
  };
  return (
    <span className={styles.acts}>
      {there && (
        <Button
          variant="link"
          disabledReason={disabledReason}
          onClick={act(() => moveSamples([id], said))}
        >
          {t('inspect.itIs', { name: nameOf(said) })}
        </Button>
      )}
      <Button
        variant="link"
        disabledReason={disabledReason}
        onClick={act(() => deleteSamples([id]))}
      >
        {t('inspect.remove')}
      </Button>
    </span>
  );
}
