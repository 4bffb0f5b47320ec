import type { ReactNode } from 'react';
import { Actions } from '../../ui/actions';
import styles from './part.module.css';

type PartProps = {
  title: string;
  /** Between the title and the actions. */
  beside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

/** A part of the dialog, which a line divides from the one before. */
export function Part({ title, beside, actions, children }: PartProps) {
  return (
    <section className={styles.part} aria-label={title}>
      <header className={styles.head}>
        <h3>{title}</h3>
        {beside}
        {actions && <Actions className={styles.end}>{actions}</Actions>}
      </header>
      {children}
    </section>
  );
}
