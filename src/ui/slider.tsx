import { Slider as Radix } from 'radix-ui';
import { useId, useState } from 'react';
import { describedBy, Field, type FieldTexts } from './field';
import styles from './slider.module.css';

type SliderProps = Omit<FieldTexts, 'hideLabel'> & {
  value: number;
  min: number;
  max: number;
  step?: number | undefined;
  /** The value as text: "20 %". */
  format: (value: number) => string;
  /** Called while the slider moves. */
  onChange?: ((value: number) => void) | undefined;
  /** Called when the slider is let go, and for each key. */
  onCommit?: ((value: number) => void) | undefined;
};

export function Slider({
  value,
  min,
  max,
  step = 1,
  format,
  onChange,
  onCommit,
  ...texts
}: SliderProps) {
  const id = useId();
  const [moving, setMoving] = useState<number | null>(null);
  const [last, setLast] = useState(value);
  const disabled = texts.disabledReason !== undefined;
  // For keys, Radix reports the change after the end of the move. So a change from outside, such as
  // an undo, ends a move as well.
  if (value !== last) {
    setLast(value);
    setMoving(null);
  }
  const shown = moving ?? value;
  return (
    <Field id={id} {...texts} value={format(shown)}>
      <Radix.Root
        className={styles.slider}
        value={[shown]}
        min={min}
        max={max}
        step={step}
        data-inert={disabled || undefined}
        onValueChange={([next = value]) => {
          if (disabled) return;
          setMoving(next);
          onChange?.(next);
        }}
        onValueCommit={([next = value]) => {
          setMoving(null);
          if (!disabled && next !== value) onCommit?.(next);
        }}
      >
        <Radix.Track className={styles.track}>
          <Radix.Range className={styles.range} />
        </Radix.Track>
        <Radix.Thumb
          id={id}
          className={styles.knob}
          title={texts.disabledReason}
          aria-labelledby={`${id}-label`}
          aria-valuetext={format(shown)}
          aria-disabled={disabled || undefined}
          aria-describedby={describedBy(id, texts)}
        />
      </Radix.Root>
    </Field>
  );
}
