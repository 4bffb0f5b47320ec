import type { ReactNode } from 'react';
import styles from './actions.module.css';
import { classes } from './classes';

type ActionsProps = { className?: string | undefined; children: ReactNode };

/** Buttons in a row, which wraps where there is no room. */
export function Actions({ className, children }: ActionsProps) {
  return <div className={classes(styles.actions, className)}>{children}</div>;
}
