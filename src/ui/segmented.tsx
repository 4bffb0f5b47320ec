import { ToggleGroup } from 'radix-ui';
import { useId } from 'react';
import { classes } from './classes';
import type { Elements } from './elements';
import styles from './segmented.module.css';
import { Tooltip } from './tooltip';

type Segment<T extends string> = {
  value: T;
  label: string;
  icon?: Elements;
  disabledReason?: string | undefined;
};

type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  options: readonly Segment<T>[];
  onChange: (value: T) => void;
  size?: 'regular' | 'dense' | undefined;
};

/** A choice of one among a few, all of them visible. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  size = 'regular',
}: SegmentedProps<T>) {
  const id = useId();
  const choose = (next: string) => {
    const option = options.find((one) => one.value === next);
    if (option && option.disabledReason === undefined) onChange(option.value);
  };
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      className={classes(styles.group, styles[size])}
      value={value}
      onValueChange={choose}
    >
      {options.map((option) => (
        <span key={option.value} className={styles.slot}>
          <Tooltip text={option.disabledReason}>
            <ToggleGroup.Item
              value={option.value}
              className={styles.segment}
              data-on={option.value === value || undefined}
              aria-disabled={option.disabledReason !== undefined || undefined}
              aria-describedby={
                option.disabledReason === undefined ? undefined : `${id}-${option.value}`
              }
            >
              {option.icon}
              <span>{option.label}</span>
            </ToggleGroup.Item>
          </Tooltip>
          {option.disabledReason !== undefined && (
            <span id={`${id}-${option.value}`} hidden>
              {option.disabledReason}
            </span>
          )}
        </span>
      ))}
    </ToggleGroup.Root>
  );
}
