import { Dialog as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Button } from './button';
import { classes } from './classes';
import styles from './dialog.module.css';
import { CloseIcon } from './icons';
import { leaveToOwnEscape } from './own-escape';

type DialogProps = {
  title: string;
  description?: string | undefined;
  closeLabel: string;
  /** Give either a trigger, or `open` and `onOpenChange`. */
  trigger?: ReactElement | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  wide?: boolean | undefined;
  /** Fills the window's height, for content that scrolls by itself. */
  tall?: boolean | undefined;
  /** Covers the whole window. */
  whole?: boolean | undefined;
  footer?: ReactNode;
  children: ReactNode;
};

/** For a choice that needs the whole page. Only one is open at a time, and Escape closes it. */
export function Dialog({
  title,
  description,
  closeLabel,
  trigger,
  open,
  onOpenChange,
  wide = false,
  tall = false,
  whole = false,
  footer,
  children,
}: DialogProps) {
  return (
    <Radix.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={styles.veil} />
        <Radix.Content
          onEscapeKeyDown={leaveToOwnEscape}
          className={classes(
            styles.dialog,
            wide && styles.wide,
            tall && styles.tall,
            whole && styles.whole,
          )}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            <Radix.Close asChild>
              {/* This takes the first focus. On a button, a tooltip would open with the dialog and
                  take its Escape. */}
              <Button
                variant="quiet"
                square
                size="dense"
                aria-label={closeLabel}
                icon={<CloseIcon />}
              />
            </Radix.Close>
          </header>
          {description !== undefined && (
            <Radix.Description className={styles.description}>{description}</Radix.Description>
          )}
          <div className={styles.body}>{children}</div>
          {footer !== undefined && <footer className={styles.foot}>{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
