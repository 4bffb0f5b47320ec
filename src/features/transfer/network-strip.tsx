import type { CSSProperties } from 'react';
import type { StageCost } from '../../engine/protocol';
import styles from './network-strip.module.css';

/** The blocks, as high as the picture inside is large and as wide as they have parameters; the line lies after `freezeAt`. */
export function NetworkStrip({ stages, freezeAt }: { stages: StageCost[]; freezeAt: number }) {
  const largest = stages[0]?.side ?? 1;
  return (
    <div className={styles.strip} aria-hidden>
      {stages.map(({ side, parameters }, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a stage is its place
          key={i}
          className={i <= freezeAt ? styles.frozen : styles.tuned}
          data-line={i === freezeAt || undefined}
          style={
            {
              // Roots, as the first and the last differ by a factor of hundreds.
              '--high': Math.sqrt(side / largest),
              flexGrow: Math.sqrt(parameters),
            } as CSSProperties
          }
        />
      ))}
    </div>
  );
}
