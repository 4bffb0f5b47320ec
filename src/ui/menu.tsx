import { DropdownMenu as Radix } from 'radix-ui';
import { type ReactElement, type ReactNode, useId } from 'react';
import type { Elements } from './elements';
import { floating } from './floating';
import { CheckIcon, ClosedIcon } from './icons';
import styles from './menu.module.css';

type MenuProps = {
  trigger: ReactElement;
  /** The menu's name, if its trigger's own text does not say it. */
  label?: string | undefined;
  align?: 'start' | 'center' | 'end' | undefined;
  /**
   * Returns what takes the focus, instead of the trigger, when the menu closes. Null leaves it to
   * the trigger.
   */
  focusAfter?: (() => HTMLElement | null) | undefined;
  children: ReactNode;
};

export function Menu({ trigger, label, align = 'end', focusAfter, children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.menu}
          align={align}
          onCloseAutoFocus={(event) => {
            const goal = focusAfter?.();
            if (!goal) return;
            event.preventDefault();
            goal.focus();
          }}
          {...floating}
          {...(label === undefined ? {} : { 'aria-label': label })}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = {
  icon?: ReactNode;
  onSelect: () => void;
  danger?: boolean | undefined;
  /** Given if the item is one of several choices, of which one is taken. */
  checked?: boolean | undefined;
  shortcut?: string | undefined;
  disabledReason?: string | undefined;
  children: string | Elements;
};

export function MenuItem({
  icon,
  onSelect,
  danger = false,
  checked,
  shortcut,
  disabledReason,
  children,
}: MenuItemProps) {
  const reasonId = useId();
  const inert = disabledReason !== undefined;
  const props = {
    className: `${styles.item} ${danger ? styles.danger : ''}`,
    'aria-disabled': inert || undefined,
    'aria-describedby': inert ? reasonId : undefined,
    onSelect: inert ? (event: Event) => event.preventDefault() : onSelect,
  };
  const content = (
    <>
      <span className={styles.icon}>{checked ? <CheckIcon /> : icon}</span>
      <span className={styles.text}>
        {typeof children === 'string' ? <span>{children}</span> : children}
        {inert && (
          <span id={reasonId} className={styles.reason}>
            {disabledReason}
          </span>
        )}
      </span>
      {shortcut !== undefined && <kbd>{shortcut}</kbd>}
    </>
  );
  return checked === undefined ? (
    <Radix.Item {...props}>{content}</Radix.Item>
  ) : (
    <Radix.Item {...props} role="menuitemradio" aria-checked={checked}>
      {content}
    </Radix.Item>
  );
}

type SubMenuProps = { icon?: ReactNode; text: string; children: ReactNode };

export function SubMenu({ icon, text, children }: SubMenuProps) {
  return (
    <Radix.Sub>
      <Radix.SubTrigger className={styles.item}>
        <span className={styles.icon}>{icon}</span>
        <span className={styles.text}>{text}</span>
        <ClosedIcon small />
      </Radix.SubTrigger>
      <Radix.Portal>
        <Radix.SubContent className={styles.menu} {...floating}>
          {children}
        </Radix.SubContent>
      </Radix.Portal>
    </Radix.Sub>
  );
}

export function MenuSeparator() {
  return <Radix.Separator className={styles.separator} />;
}

type MenuSwatchesProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string; swatch: ReactNode }[];
  onChange: (value: T) => void;
};

/** A grid of choices that people look at rather than read, such as colours. */
export function MenuSwatches<T extends string>({
  label,
  value,
  options,
  onChange,
}: MenuSwatchesProps<T>) {
  const id = useId();
  return (
    <>
      <Radix.Label id={id} className={styles.label}>
        {label}
      </Radix.Label>
      <Radix.RadioGroup
        className={styles.swatches}
        aria-labelledby={id}
        value={value}
        onValueChange={(next) => {
          const chosen = options.find((option) => option.value === next);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <Radix.RadioItem
            key={option.value}
            value={option.value}
            textValue={option.label}
            className={styles.swatch}
            aria-label={option.label}
            title={option.label}
          >
            {option.swatch}
          </Radix.RadioItem>
        ))}
      </Radix.RadioGroup>
    </>
  );
}
