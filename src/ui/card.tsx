import type { ComponentProps } from 'react';
import styles from './card.module.css';
import { classes } from './classes';

type CardProps = ComponentProps<'section'> & {
  /** A dashed outline for something that is not there yet. */
  ghost?: boolean | undefined;
  /** True while the card is being dragged. */
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
