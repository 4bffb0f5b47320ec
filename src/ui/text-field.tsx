import { useId } from 'react';
import { controlClass, describedBy, Field, type FieldTexts } from './field';

type TextFieldProps = FieldTexts & {
  value: string;
  maxLength: number;
  onChange: (value: string) => void;
};

/** One line of text, passed on as it is typed. */
export function TextField({ value, maxLength, onChange, ...texts }: TextFieldProps) {
  const id = useId();
  return (
    <Field id={id} {...texts}>
      <input
        id={id}
        type="text"
        dir="auto"
        className={controlClass}
        value={value}
        maxLength={maxLength}
        aria-describedby={describedBy(id, texts)}
        onChange={({ target }) => onChange(target.value)}
      />
    </Field>
  );
}
