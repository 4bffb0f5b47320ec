import { classes } from './classes';
import styles from './progress.module.css';

type ProgressProps = {
  label: string;
  /** From 0 to 1. */
  value: number;
  /** The value as text: "62 of 100". */
  valueText: string;
  thin?: boolean | undefined;
};

/** Only the bar. The count stands next to it. */
export function Progress({ label, value, valueText, thin = false }: ProgressProps) {
  return (
    <div
      className={classes(styles.progress, thin && styles.thin)}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(value * 100)}
      aria-valuetext={valueText}
    >
      <div className={styles.done} style={{ width: `${value * 100}%` }} />
    </div>
  );
}
