// The frame of a form control: label, one line of explanation, error.
import type { ReactNode } from 'react';
import type { Elements } from './elements';
import styles from './field.module.css';
import { DangerIcon } from './icons';

export type FieldTexts = {
  label: string;
  hideLabel?: boolean | undefined;
  /** What it does, in one line. */
  hint?: string | undefined;
  /** What is wrong, and what to do now. */
  error?: string | undefined;
  disabledReason?: string | undefined;
};

/** The class of the control inside a field. */
export const controlClass = styles.control;

type FieldProps = FieldTexts & { id: string; value?: ReactNode; children: Elements };

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
          <span>{error}</span>
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
