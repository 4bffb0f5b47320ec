import type { CSSProperties } from 'react';
import styles from './interval-scale.module.css';

type IntervalScaleProps = {
  /** The whole scale in words: "94 %, between 88 and 97 %; guessing would get 41 %". */
  label: string;
  /** From 0 to 1, like the other values. */
  value: number;
  low: number;
  high: number;
  guessing: number;
  ticks: { start: string; end: string; guessing: string };
};

const at = (share: number) => `${share * 100}%`;

/**
 * Beyond these, the label for guessing would leave the scale or run into an end's label, so it
 * stands next to its tick.
 */
const beside = { start: 0.2, end: 0.65 };
const covers = { start: 0.08, end: 0.85 };

export function IntervalScale({ label, value, low, high, guessing, ticks }: IntervalScaleProps) {
  const side = guessing < beside.start ? 'after' : guessing > beside.end ? 'before' : 'under';
  return (
    <div role="img" aria-label={label}>
      <div className={styles.scale}>
        <span className={styles.guessing} style={{ left: at(guessing) }} />
        <span
          className={styles.band}
          style={{ '--low': at(low), '--high': at(high) } as CSSProperties}
        />
        <span className={styles.dot} style={{ left: at(value) }} />
      </div>
      <div className={styles.ticks} aria-hidden>
        {guessing > covers.start && <span className={styles.first}>{ticks.start}</span>}
        <span className={styles[side]} style={{ left: at(guessing) }}>
          {ticks.guessing}
        </span>
        {guessing < covers.end && <span className={styles.last}>{ticks.end}</span>}
      </div>
    </div>
  );
}
