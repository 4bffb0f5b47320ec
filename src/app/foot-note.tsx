import type { ReactNode } from 'react';
import styles from './foot-note.module.css';

type FootNoteProps = { role: 'status' | 'alert'; children: ReactNode };

/** Holds a note over the foot of the page. */
export function FootNote({ role, children }: FootNoteProps) {
  return (
    <div role={role} className={styles.foot}>
      {children}
    </div>
  );
}
