import { Collapsible } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';
import styles from './disclosure.module.css';
import { ClosedIcon } from './icons';

type DisclosureProps = {
  label: string;
  /** Stands next to the label, open or closed, and says what is set now. */
  aside?: ReactNode;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  children: ReactNode;
};

export function Disclosure({ label, aside, open, onOpenChange, children }: DisclosureProps) {
  return (
    <Collapsible.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <div className={styles.head}>
        <Collapsible.Trigger asChild>
          <Button
            variant="quiet"
            size="dense"
            className={styles.trigger}
            icon={<ClosedIcon className={styles.chevron} />}
          >
            {label}
          </Button>
        </Collapsible.Trigger>
        <div className={styles.aside}>{aside}</div>
      </div>
      <Collapsible.Content className={styles.content}>{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}
