import { useId, useState } from 'react';
import { classes } from './classes';
import { describedBy, Field, type FieldTexts } from './field';
import fieldStyles from './field.module.css';
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
};

/** Takes a number on Enter or blur, held between min and max; Escape brings the last one back. */
export function NumberField({
  value,
  min,
  max,
  step = 1,
  whole = true,
  unit,
  onChange,
  ...texts
}: NumberFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const disabled = texts.disabledReason !== undefined;

  const take = (next: number) => {
    setDraft(null);
    if (!Number.isFinite(next)) return;
    const held = Math.min(max, Math.max(min, whole ? Math.round(next) : next));
    if (held !== value) onChange(held);
  };
  const typed = () => (draft === null || draft.trim() === '' ? value : Number(draft));
  const stepBy = (sign: number) => take(Number((typed() + sign * step).toPrecision(12)));

  return (
    <Field id={id} {...texts}>
      <span className={styles.row}>
        <Tooltip text={texts.disabledReason}>
          <input
            id={id}
            className={classes(fieldStyles.control, styles.input)}
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
            aria-invalid={texts.error !== undefined || undefined}
            aria-describedby={describedBy(id, texts)}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={() => take(typed())}
            onKeyDown={(event) => {
              if (disabled) return;
              if (event.key === 'Enter') take(typed());
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
