import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { useApp } from '../../store/app-store';
import { readiness } from '../../store/train/readiness';
import { Card } from '../../ui/card';
import { CheckIcon, TodoIcon } from '../../ui/icons';
import styles from './checklist.module.css';
import { needs } from './checklist-view';

/** What is still needed before learning begins. */
export function Checklist() {
  const { t } = useTranslation();
  const id = useId();
  const ready = useApp(useShallow(readiness));
  const live = useApp((state) => state.live);
  return (
    <Card ghost className={styles.card} aria-labelledby={id}>
      <h3 id={id}>{t(live ? 'train.waiting.title' : 'train.waiting.titleByButton')}</h3>
      <ul>
        {needs(ready).map(({ name, have, of, met }) => (
          <li key={name} className={styles.need} data-met={met || undefined}>
            {met ? <CheckIcon className={styles.met ?? ''} /> : <TodoIcon />}
            <span>
              {name === 'classes'
                ? t('train.waiting.classes')
                : t('train.waiting.pictures', { count: of })}
            </span>
            <span className={styles.count}>{t('common.of', { done: have, total: of })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
