import { type ComponentProps, type MouseEvent, useId, useState } from 'react';
import styles from './button.module.css';
import { classes } from './classes';
import type { Elements } from './elements';
import { Tooltip } from './tooltip';

export type ButtonProps = Omit<ComponentProps<'button'>, 'disabled' | 'children'> & {
  variant?: 'primary' | 'default' | 'quiet' | 'link' | 'danger' | undefined;
  size?: 'regular' | 'dense' | 'large' | undefined;
  icon?: Elements;
  children?: string | Elements;
  /** A toggle's state. Leave it out if the button is not a toggle. */
  pressed?: boolean | undefined;
  /** What the button is busy with, as a count. Meanwhile it keeps its width and ignores presses. */
  busy?: string | undefined;
  /** Why the button does nothing now. It stays focusable and says so. */
  disabledReason?: string | undefined;
  tooltip?: string | undefined;
  /** For a button that has only an icon. IconButton uses it. */
  square?: boolean | undefined;
};

export function Button({
  variant = 'default',
  size = 'regular',
  icon,
  pressed,
  busy,
  disabledReason,
  tooltip,
  square = false,
  className,
  children,
  type = 'button',
  onClick,
  onPointerDown,
  onPointerUp,
  onKeyDown,
  onKeyUp,
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const [told, setTold] = useState(false);
  const inert = disabledReason !== undefined || busy !== undefined;

  // While the tooltip shows the reason, the tooltip itself describes the button.
  const describedBy =
    disabledReason === undefined ? rest['aria-describedby'] : told ? undefined : reasonId;

  const explain = (event: MouseEvent<HTMLButtonElement>) => {
    event.preventDefault();
    event.stopPropagation();
    if (disabledReason !== undefined) setTold(true);
  };

  return (
    <>
      <Tooltip text={disabledReason ?? tooltip} open={told} onOpenChange={setTold}>
        <button
          {...rest}
          type={type}
          className={classes(
            styles.button,
            styles[variant],
            styles[size],
            square && styles.square,
            className,
          )}
          aria-pressed={pressed}
          aria-busy={busy !== undefined || rest['aria-busy']}
          aria-disabled={inert || undefined}
          aria-describedby={describedBy}
          onClick={inert ? explain : onClick}
          onPointerDown={inert ? (event) => event.preventDefault() : onPointerDown}
          onPointerUp={inert ? undefined : onPointerUp}
          onKeyDown={inert ? undefined : onKeyDown}
          onKeyUp={inert ? undefined : onKeyUp}
        >
          <span className={styles.label} data-hidden={busy !== undefined || undefined}>
            {icon}
            {typeof children === 'string' ? <span>{children}</span> : children}
          </span>
          {busy !== undefined && <span className={styles.busy}>{busy}</span>}
        </button>
      </Tooltip>
      {disabledReason !== undefined && (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      )}
    </>
  );
}
