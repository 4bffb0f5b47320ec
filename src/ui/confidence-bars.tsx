import { classes } from './classes';
import styles from './confidence-bars.module.css';
import type { Elements } from './elements';
import { markColour } from './mark-colour';

export type ConfidenceBar = {
  id: string;
  name: string;
  mark: Elements;
  /** Which of --c1 to --c10. */
  colour: number;
  /** From 0 to 1; null before there is an answer. */
  share: number | null;
  /** The share as text: "97 %", or "–". */
  text: string;
};

type ConfidenceBarsProps = {
  label: string;
  /** In the order of the classes, which never changes. */
  bars: readonly ConfidenceBar[];
  /** No class fits, so the bars are outlines and none of them stands out. */
  unsure?: boolean | undefined;
};

export function ConfidenceBars({ label, bars, unsure = false }: ConfidenceBarsProps) {
  const largest = Math.max(...bars.map((bar) => bar.share ?? 0));
  const isTop = (bar: ConfidenceBar) => !unsure && largest > 0 && bar.share === largest;
  return (
    <ul className={classes(styles.bars, unsure && styles.unsure)} aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.id} className={styles.bar} data-top={isTop(bar) || undefined}>
          <span className={styles.name}>
            {bar.mark}
            <span className={styles.text} translate="no">
              {bar.name}
            </span>
          </span>
          <span className={styles.track} aria-hidden>
            <span
              className={styles.fill}
              style={{ ...markColour(bar.colour), width: `${(bar.share ?? 0) * 100}%` }}
            />
          </span>
          <span className={styles.value}>{bar.text}</span>
        </li>
      ))}
    </ul>
  );
}
