import type { ComponentProps } from 'react';
import styles from './card.module.css';
import { classes } from './classes';

type CardProps = ComponentProps<'section'> & {
  /** A dashed outline: what will be here. */
  ghost?: boolean | undefined;
  /** While it is dragged. */
  lifted?: boolean | undefined;
};

/** A section; give it aria-label or aria-labelledby to make it a region. */
export function Card({ ghost = false, lifted = false, className, ...rest }: CardProps) {
  return (
    <section
      {...rest}
      className={classes(ghost ? styles.ghost : styles.card, lifted && styles.lifted, className)}
    />
  );
}
