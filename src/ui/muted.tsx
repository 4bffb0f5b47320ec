import type { HTMLAttributes } from 'react';
import { classes } from './classes';
import styles from './muted.module.css';

type MutedProps = HTMLAttributes<HTMLElement> & {
  as?: 'p' | 'span' | 'li' | undefined;
  small?: boolean | undefined;
  /** Small, and fainter still. */
  faint?: boolean | undefined;
  /** Keeps the lines short enough to be read with ease. */
  readable?: boolean | undefined;
};

/** Words in the second tone, which stand back from those that matter most. */
export function Muted({ as: Tag = 'p', small, faint, readable, ...rest }: MutedProps) {
  const tone = faint ? styles.faint : styles.muted;
  return (
    <Tag {...rest} className={classes(tone, small && styles.small, readable && styles.readable)} />
  );
}
