import type { ReactNode } from 'react';
import styles from './part.module.css';

/** Text to read at leisure: paragraphs, headings, lists and tables. */
export function Part({ children }: { children: ReactNode }) {
  return <div className={styles.part}>{children}</div>;
}
