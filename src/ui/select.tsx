import { type KeyboardEvent, useId } from 'react';
import { classes } from './classes';
import { controlClass, describedBy, Field, type FieldTexts } from './field';
import { OpenIcon } from './icons';
import styles from './select.module.css';
import { Tooltip } from './tooltip';

type SelectProps<T extends string> = FieldTexts & {
  value: T;
  options: readonly { value: T; label: string; disabled?: boolean | undefined }[];
  onChange: (value: T) => void;
};

const opensList = (event: KeyboardEvent) => event.key !== 'Tab' && event.key !== 'Shift';

/** The platform's own list, which suits phones and screen readers best. */
export function Select<T extends string>({ value, options, onChange, ...texts }: SelectProps<T>) {
  const id = useId();
  const disabled = texts.disabledReason !== undefined;
  return (
    <Field id={id} {...texts}>
      <div className={styles.select}>
        <Tooltip text={texts.disabledReason}>
          <select
            id={id}
            className={classes(controlClass, styles.native)}
            value={value}
            aria-describedby={describedBy(id, texts)}
            aria-disabled={disabled || undefined}
            aria-invalid={texts.error !== undefined || undefined}
            onMouseDown={disabled ? (event) => event.preventDefault() : undefined}
            onKeyDown={disabled ? (event) => opensList(event) && event.preventDefault() : undefined}
            onChange={(event) => {
              const chosen = options.find((option) => option.value === event.target.value);
              if (chosen && !disabled) onChange(chosen.value);
            }}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
        </Tooltip>
        <OpenIcon small className={styles.chevron} />
      </div>
    </Field>
  );
}
