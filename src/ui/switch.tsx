import { Switch as Radix } from 'radix-ui';
import { useId } from 'react';
import { classes } from './classes';
import styles from './switch.module.css';
import { Tooltip } from './tooltip';

type SwitchProps = {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** The label stands after the switch by default. */
  labelFirst?: boolean | undefined;
  disabledReason?: string | undefined;
  className?: string | undefined;
};

export function Switch({
  label,
  checked,
  onChange,
  labelFirst = false,
  disabledReason,
  className,
}: SwitchProps) {
  const id = useId();
  const reasonId = useId();
  const disabled = disabledReason !== undefined;
  return (
    <span className={classes(styles.row, labelFirst && styles.labelFirst, className)}>
      <Tooltip text={disabledReason}>
        <Radix.Root
          id={id}
          className={styles.switch}
          checked={checked}
          onCheckedChange={disabled ? () => {} : onChange}
          aria-disabled={disabled || undefined}
          aria-describedby={disabled ? reasonId : undefined}
        >
          <Radix.Thumb className={styles.knob} />
        </Radix.Root>
      </Tooltip>
      <label htmlFor={id} className={styles.label} data-disabled={disabled || undefined}>
        {label}
      </label>
      {disabled && (
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      )}
    </span>
  );
}
