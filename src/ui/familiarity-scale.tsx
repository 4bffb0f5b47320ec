import type { CSSProperties } from 'react';
import styles from './familiarity-scale.module.css';

type FamiliarityScaleProps = {
  /** The whole scale in words. */
  label: string;
  /** 0 to 1; null before there is an answer. */
  score: number | null;
  /** Up to this score the answer is "I don't know". */
  threshold: number;
  ticks: { start: string; from: string; end: string };
  disabledReason?: string | undefined;
};

/** Small scores decide the matter, so they get more room than their share. */
const at = (share: number) => `${Math.sqrt(share) * 100}%`;

export function FamiliarityScale({
  label,
  score,
  threshold,
  ticks,
  disabledReason,
}: FamiliarityScaleProps) {
  const inert = disabledReason !== undefined;
  return (
    <div style={{ '--at': at(threshold) } as CSSProperties}>
      <div
        role="img"
        aria-label={inert ? disabledReason : label}
        className={styles.scale}
        data-inert={inert || undefined}
      >
        <span className={styles.known} />
        {!inert && <span className={styles.mark} />}
        {!inert && score !== null && (
          <span
            className={styles.knob}
            data-unknown={score <= threshold || undefined}
            style={{ left: at(score) }}
          />
        )}
      </div>
      {inert ? (
        <p className={styles.ticks} aria-hidden>
          {disabledReason}
        </p>
      ) : (
        <div className={styles.ticks} aria-hidden>
          <span className={styles.start}>{ticks.start}</span>
          <span className={styles.from}>{ticks.from}</span>
          <span className={styles.end}>{ticks.end}</span>
        </div>
      )}
    </div>
  );
}
