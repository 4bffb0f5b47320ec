import { type CSSProperties, type KeyboardEvent, type PointerEvent, useId } from 'react';
import type { StageCost } from '../../model/backbone';
import { describedBy, Field } from '../../ui/field';
import styles from './network-strip.module.css';

interface NetworkStripProps {
  label: string;
  hint: string;
  stages: StageCost[];
  freezeAt: number;
  /**
   * The freeze line may lie after any block from 1 to this one. The stages around them stay as they
   * are.
   */
  lastBlock: number;
  /** Says where the line lies, for reading aloud. */
  format: (freezeAt: number) => string;
  onMove: (freezeAt: number) => void;
  /** Why the line cannot be moved now. */
  disabledReason: string | undefined;
}

/**
 * The blocks of the network, with a line after `freezeAt`. A block is as high as its picture is
 * large, and as wide as it has parameters. The whole is a slider with one step per block, which is
 * dragged or moved by keys.
 */
export function NetworkStrip({
  label,
  hint,
  stages,
  freezeAt,
  lastBlock,
  format,
  onMove,
  disabledReason,
}: NetworkStripProps) {
  const id = useId();
  const largest = stages[0]?.side ?? 1;
  const movable = disabledReason === undefined;
  const move = (to: number) => {
    const at = Math.min(lastBlock, Math.max(1, to));
    if (movable && at !== freezeAt) onMove(at);
  };
  const follow = ({ currentTarget, clientX }: PointerEvent<HTMLDivElement>) =>
    move(nearestEdge(currentTarget, clientX));
  const step = (event: KeyboardEvent) => {
    const to = { ...steps(freezeAt), Home: 1, End: lastBlock }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  };
  return (
    <Field
      id={id}
      label={label}
      hint={hint}
      disabledReason={disabledReason}
      value={format(freezeAt)}
    >
      <div
        id={id}
        className={styles.strip}
        role="slider"
        tabIndex={0}
        aria-labelledby={`${id}-label`}
        aria-describedby={describedBy(id, { label, hint, disabledReason })}
        aria-valuemin={1}
        aria-valuemax={lastBlock}
        aria-valuenow={freezeAt}
        aria-valuetext={format(freezeAt)}
        aria-disabled={!movable || undefined}
        title={disabledReason}
        data-movable={movable || undefined}
        onKeyDown={step}
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
                // Square roots, because the first and the last differ by a factor of hundreds.
                '--high': Math.sqrt(side / largest),
                flexGrow: Math.sqrt(parameters),
              } as CSSProperties
            }
          />
        ))}
      </div>
    </Field>
  );
}

/** Where each key moves the line. */
const steps = (from: number): Record<string, number> => ({
  ArrowRight: from + 1,
  ArrowUp: from + 1,
  ArrowLeft: from - 1,
  ArrowDown: from - 1,
  PageUp: from + 4,
  PageDown: from - 4,
});

/** The drawn stage that ends nearest to a place on the screen. */
function nearestEdge(strip: HTMLElement, x: number): number {
  const distances = Array.from(strip.children, (stage) =>
    Math.abs(stage.getBoundingClientRect().right - x),
  );
  return distances.indexOf(Math.min(...distances));
}
