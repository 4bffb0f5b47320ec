import { Tooltip as Radix } from 'radix-ui';
import { type FocusEvent, type ReactElement, useState } from 'react';
import { floating } from './floating';
import styles from './tooltip.module.css';

type TooltipProps = {
  /**
   * Undefined if there is nothing to say. Then the tooltip stays closed, and the child is not
   * mounted anew when a text comes.
   */
  text: string | undefined;
  children: ReactElement;
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
};

const OPENS_AFTER_MS = 400;

/** Whether the pointer was used last, and not the keyboard. */
let pointed = false;
const follow = ({ type }: Event) => {
  pointed = type === 'pointerdown';
};
// Node, where the unit tests run, has no pointer events.
globalThis.addEventListener?.('pointerdown', follow, true);
globalThis.addEventListener?.('keydown', follow, true);

/**
 * Ignores focus that comes back after a tap or click, as when a menu closes, because nobody asked
 * for the tooltip.
 */
function unlessByPointer(event: FocusEvent) {
  if (pointed) event.preventDefault();
}

export function Tooltip({ text, children, side = 'top', open, onOpenChange }: TooltipProps) {
  const [hovered, setHovered] = useState(false);
  return (
    <Radix.Provider delayDuration={OPENS_AFTER_MS}>
      <Radix.Root
        open={text !== undefined && (open ?? hovered)}
        onOpenChange={(next) => {
          // It must not open without a text, because a text that comes later should wait until it
          // is asked for.
          setHovered(next && text !== undefined);
          onOpenChange?.(next);
        }}
      >
        <Radix.Trigger asChild onFocus={unlessByPointer}>
          {children}
        </Radix.Trigger>
        {text !== undefined && (
          <Radix.Portal>
            <Radix.Content className={styles.tooltip} side={side} {...floating}>
              <span>{text}</span>
            </Radix.Content>
          </Radix.Portal>
        )}
      </Radix.Root>
    </Radix.Provider>
  );
}
