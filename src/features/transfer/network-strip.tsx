import type { CSSProperties, PointerEvent } from 'react';
import type { StageCost } from '../../engine/protocol';
import styles from './network-strip.module.css';

interface NetworkStripProps {
  stages: StageCost[];
  freezeAt: number;
  /** The line may lie after any block, from 1 to this; the stages around them stay as they are. */
  lastBlock: number;
  /** Undefined where it cannot be moved now. */
  onMove: ((freezeAt: number) => void) | undefined;
}

/**
 * The blocks, as high as the picture inside is large and as wide as they have parameters; the line lies after `freezeAt`
 * and is dragged. For the keyboard and for those who do not see there is a slider.
 */
export function NetworkStrip({ stages, freezeAt, lastBlock, onMove }: NetworkStripProps) {
  const largest = stages[0]?.side ?? 1;
  const follow = ({ currentTarget, clientX }: PointerEvent<HTMLDivElement>) => {
    const at = Math.min(lastBlock, Math.max(1, nearestEdge(currentTarget, clientX)));
    if (at !== freezeAt) onMove?.(at);
  };
  return (
    <div
      className={styles.strip}
      aria-hidden
      data-movable={onMove !== undefined || undefined}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
    >
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

/** Which of the drawn stages ends nearest to a place on the screen. */
function nearestEdge(strip: HTMLElement, x: number): number {
  const distances = Array.from(strip.children, (stage) =>
    Math.abs(stage.getBoundingClientRect().right - x),
  );
  return distances.indexOf(Math.min(...distances));
}
