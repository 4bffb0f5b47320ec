// biome-ignore-all lint/a11y/useSemanticElements: Firefox does not drag a button element
import type { Ref } from 'react';
import styles from './grip.module.css';
import { GripIcon } from './icons';

type GripProps = {
  ref: Ref<HTMLSpanElement>;
  label: string;
  onUp: () => void;
  onDown: () => void;
};

/** The handle by which a card is dragged. The arrow keys move the card as well. */
export function Grip({ ref, label, onUp, onDown }: GripProps) {
  return (
    <span
      ref={ref}
      role="button"
      tabIndex={0}
      aria-label={label}
      title={label}
      className={styles.grip}
      onKeyDown={(event) => {
        if (event.key === 'ArrowUp') onUp();
        else if (event.key === 'ArrowDown') onDown();
        else return;
        event.preventDefault();
      }}
    >
      <GripIcon />
    </span>
  );
}
