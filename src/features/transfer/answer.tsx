import type { ReactNode } from 'react';
import styles from './answer.module.css';

/** What a measurement comes to, in large letters. */
export function Answer({ children }: { children: ReactNode }) {
  return (
    <p role="status" className={styles.answer}>
      {children}
    </p>
  );
}
