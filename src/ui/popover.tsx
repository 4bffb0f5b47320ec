import { Popover as Radix } from 'radix-ui';
import { type ReactElement, useId } from 'react';
import type { Elements } from './elements';
import { floating } from './floating';
import { leaveToOwnEscape } from './own-escape';
import styles from './popover.module.css';

type PopoverProps = {
  trigger: ReactElement;
  title: string;
  align?: 'start' | 'center' | 'end' | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  children: Elements;
};

export function Popover({
  trigger,
  title,
  align = 'end',
  open,
  onOpenChange,
  children,
}: PopoverProps) {
  const id = useId();
  return (
    <Radix.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          onEscapeKeyDown={leaveToOwnEscape}
          className={styles.popover}
          align={align}
          aria-labelledby={id}
          {...floating}
        >
          <h3 id={id} className={styles.title}>
            {title}
          </h3>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
