import { useId, useState } from 'react';
import { classes } from './classes';
import { controlClass, describedBy, Field, type FieldTexts } from './field';
import { isOutside, numberIn, numberToTake } from './number-draft';
import styles from './number-field.module.css';
import { Tooltip } from './tooltip';

type NumberFieldProps = FieldTexts & {
  value: number;
  min: number;
  max: number;
  /** What an arrow key adds; any number between min and max can be typed. */
  step?: number | undefined;
  whole?: boolean | undefined;
  unit?: string | undefined;
  onChange: (value: number) => void;
  /** What is being typed; null once it is taken or given up. Where that gives an `error`, it is not taken. */
  onDraft?: ((draft: string | null) => void) | undefined;
};

/** Takes a typed number on Enter or blur, held between min and max; Escape brings the last one back. */
export function NumberField({
  value,
  min,
  max,
  step = 1,
  whole = true,
  unit,
  onChange,
  onDraft,
  ...texts
}: NumberFieldProps) {
  const id = useId();
  const [draft, showDraft] = useState<string | null>(null);
  const setDraft = (next: string | null) => {
    showDraft(next);
    onDraft?.(next);
  };
  const disabled = texts.disabledReason !== undefined;

  const bounds = { min, max, whole };
  const take = (typed: string | null) => {
    setDraft(null);
    const next = disabled ? undefined : numberToTake(typed, value, bounds);
    if (next !== undefined) onChange(next);
  };
  const leave = () => {
    if (texts.error === undefined) take(draft);
  };
  const stepBy = (sign: number) =>
    take(String(Number(((numberIn(draft) ?? value) + sign * step).toPrecision(12))));

  return (
    <Field id={id} {...texts}>
      <span className={styles.row}>
        <Tooltip text={texts.disabledReason}>
          <input
            id={id}
            className={classes(controlClass, styles.input)}
            role="spinbutton"
            data-own-escape={draft !== null || undefined}
            inputMode={whole ? 'numeric' : 'decimal'}
            autoComplete="off"
            value={draft ?? String(value)}
            readOnly={disabled}
            aria-valuenow={value}
            aria-valuemin={min}
            aria-valuemax={max}
            aria-disabled={disabled || undefined}
            aria-invalid={texts.error !== undefined || isOutside(draft, bounds) || undefined}
            aria-describedby={describedBy(id, texts)}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={leave}
            onKeyDown={(event) => {
              if (disabled) return;
              if (event.key === 'Enter') leave();
              else if (event.key === 'Escape' && draft !== null) {
                event.stopPropagation();
                setDraft(null);
              } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
                event.preventDefault();
                stepBy(event.key === 'ArrowUp' ? 1 : -1);
              }
            }}
          />
        </Tooltip>
        {unit !== undefined && <span className={styles.unit}>{unit}</span>}
      </span>
    </Field>
  );
}
