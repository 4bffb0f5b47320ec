// The ten shapes of the classes. The shape is the second cue, so it goes wherever the colour goes.

import styles from './class-mark.module.css';
import { MARK_MIDDLES, MARK_SHAPES } from './class-shapes';
import { classes } from './classes';
import { markColour } from './mark-colour';

type ClassMarkProps = {
  /**
   * The class's place in the order of creation, from 0. It decides the shape and, from the eleventh
   * class on, the number.
   */
  index: number;
  /**
   * Which of --c1 to --c10. A new colour leaves the shape as it is. By default the index decides.
   */
  colour?: number | undefined;
  large?: boolean | undefined;
};

const MIDDLE = 6;

/** Hidden from screen readers, because the class's name always stands next to it. */
export function ClassMark({ index, colour, large = false }: ClassMarkProps) {
  const numbered = index >= MARK_SHAPES.length;
  const shape = index % MARK_SHAPES.length;
  const middle = MARK_MIDDLES[shape] ?? MIDDLE;
  const size = numbered ? styles.numbered : large && styles.large;
  return (
    <svg
      aria-hidden
      viewBox="0 0 12 12"
      className={classes(styles.mark, size)}
      style={markColour(colour ?? shape + 1)}
    >
      <path fillRule="evenodd" d={MARK_SHAPES[shape]} />
      {numbered && (
        <>
          <circle cx="6" cy={middle} r="4" />
          <text x="6" y={middle} dy="0.35em" fontSize="6" className={styles.number}>
            {index + 1}
          </text>
        </>
      )}
    </svg>
  );
}
