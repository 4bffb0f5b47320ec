import { Actions } from '../../ui/actions';
import type { Elements } from '../../ui/elements';
import styles from './part.module.css';

type PartProps = {
  title: string;
  /** Stands between the title and the actions. */
  beside?: Elements;
  actions?: Elements;
  children: Elements;
};

/** A part of the dialog. A line separates it from the part before. */
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
