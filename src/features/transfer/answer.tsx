import type { ReactNode } from 'react';
import styles from './answer.module.css';

/** The result of a measurement, in large letters. */
export function Answer({ children }: { children: ReactNode }) {
  return (
    <p role="status" className={styles.answer}>
      {children}
    </p>
  );
}
