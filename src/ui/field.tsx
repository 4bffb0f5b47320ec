// The frame of a form control: label, one line of explanation, error.
import type { ReactNode } from 'react';
import styles from './field.module.css';
import { DangerIcon } from './icons';

export type FieldTexts = {
  label: string;
  hideLabel?: boolean | undefined;
  /** What it does, in one line. */
  hint?: string | undefined;
  /** What is wrong and what to do now. */
  error?: string | undefined;
  disabledReason?: string | undefined;
};

/** How the control within looks. */
export const controlClass = styles.control;

type FieldProps = FieldTexts & { id: string; value?: ReactNode; children: ReactNode };

/** The ids of the texts that describe the control `id`, for its aria-describedby. */
export function describedBy(id: string, { hint, error, disabledReason }: FieldTexts) {
  const ids = [
    hint !== undefined && `${id}-hint`,
    error !== undefined && `${id}-error`,
    disabledReason !== undefined && `${id}-reason`,
  ].filter((one) => one !== false);
  return ids.length > 0 ? ids.join(' ') : undefined;
}

export function Field({
  id,
  label,
  hideLabel = false,
  hint,
  error,
  disabledReason,
  value,
  children,
}: FieldProps) {
  return (
    <div className={styles.field}>
      <div className={hideLabel ? 'visually-hidden' : styles.head}>
        <label id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
        {value !== undefined && <span className={styles.value}>{value}</span>}
      </div>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className={styles.error}>
          <DangerIcon />
          {error}
        </p>
      )}
      {disabledReason !== undefined && (
        <span id={`${id}-reason`} hidden>
          {disabledReason}
        </span>
      )}
    </div>
  );
}
