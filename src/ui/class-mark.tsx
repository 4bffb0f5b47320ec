// The ten shapes of the classes. The shape is the second cue and goes wherever the colour goes.

import styles from './class-mark.module.css';
import { classes } from './classes';
import { markColour } from './mark-colour';

type ClassMarkProps = {
  /** The class's place in the order it was made, from 0: it decides the shape, and the number from the eleventh on. */
  index: number;
  /** Which of --c1 to --c10; a recolour keeps the shape. By the index when left out. */
  colour?: number | undefined;
  large?: boolean | undefined;
};

const shapes = [
  'M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
  'M2 1h8a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1V2a1 1 0 0 1 1-1z',
  'M6 .6 11.8 11H.2z',
  'M6 0l6 6-6 6-6-6z',
  'M4 .5h4V4h3.5v4H8v3.5H4V8H.5V4H4z',
  'M6 .5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zm0 3a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z',
  'M6 11.4.2 1h11.6z',
  'M3 .8h6L12 6l-3 5.2H3L0 6z',
  'M2.5 0 6 3.5 9.5 0 12 2.5 8.5 6 12 9.5 9.5 12 6 8.5 2.5 12 0 9.5 3.5 6 0 2.5z',
  'M6 0l1.7 4.1 4.3.4-3.3 2.8 1 4.4L6 9.4l-3.7 2.3 1-4.4L0 4.5l4.3-.4z',
];

/** Where a shape is widest: the number's middle. */
const middles: Readonly<Record<number, number>> = { 2: 7.6, 6: 4.6 };
const MIDDLE = 6;

/** Silent for screen readers: the class's name always stands beside it. */
export function ClassMark({ index, colour, large = false }: ClassMarkProps) {
  const numbered = index >= shapes.length;
  const shape = index % shapes.length;
  const middle = middles[shape] ?? MIDDLE;
  const size = numbered ? styles.numbered : large && styles.large;
  return (
    <svg
      aria-hidden
      viewBox="0 0 12 12"
      className={classes(styles.mark, size)}
      style={markColour(colour ?? shape + 1)}
    >
      <path fillRule="evenodd" d={shapes[shape]} />
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
