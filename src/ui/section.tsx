import { type ReactNode, useId } from 'react';
import type { Elements } from './elements';
import styles from './section.module.css';

type SectionProps = { title: string; aside?: ReactNode; children: Elements };

/** A part of the column with its own heading and something next to it. */
export function Section({ title, aside, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles.section}>
      <header className={styles.head}>
        <h3 id={id} className={styles.title}>
          {title}
        </h3>
        <span className={styles.aside}>{aside}</span>
      </header>
      {children}
    </section>
  );
}
