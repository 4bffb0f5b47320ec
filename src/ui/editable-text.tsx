import { useEffect, useRef, useState } from 'react';
import { classes } from './classes';
import { isComposing } from './composing';
import styles from './editable-text.module.css';

type EditableTextProps = {
  value: string;
  /** Names the field and its button: "Name of class 2". */
  label: string;
  /** Shown while there is no value: "Name it". */
  placeholder: string;
  onCommit: (value: string) => void;
  /** Called when editing is over, whether or not there is a new value. */
  onEnd?: (() => void) | undefined;
  /** Opens in editing when it is mounted, as for a class just added. */
  startEditing?: boolean | undefined;
  /** A counter: when it goes up, editing starts, as from a menu's "Rename". */
  editRequest?: number | undefined;
  maxLength?: number | undefined;
  className?: string | undefined;
};

/**
 * A click, Enter or F2 starts editing. Enter or leaving accepts the text, and Escape restores the
 * old one.
 */
export function EditableText({
  value,
  label,
  placeholder,
  onCommit,
  onEnd,
  startEditing = false,
  editRequest = 0,
  maxLength,
  className,
}: EditableTextProps) {
  const [draft, setDraft] = useState<string | null>(startEditing ? value : null);
  const [request, setRequest] = useState(editRequest);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const returnFocus = useRef(false);
  const editing = draft !== null;

  if (editRequest !== request) {
    setRequest(editRequest);
    setDraft(value);
  }

  useEffect(() => {
    if (editing) input.current?.select();
    else if (returnFocus.current) button.current?.focus();
    returnFocus.current = false;
  }, [editing]);

  const finish = (keep: boolean) => {
    if (draft === null) return;
    const next = draft.trim();
    setDraft(null);
    if (keep && next !== '' && next !== value) onCommit(next);
    onEnd?.();
  };

  if (!editing) {
    return (
      <button
        ref={button}
        type="button"
        className={classes(styles.text, value === '' && styles.placeholder, className)}
        title={value}
        translate={value === '' ? undefined : 'no'}
        aria-label={`${label}: ${value || placeholder}`}
        onClick={() => setDraft(value)}
        onKeyDown={(event) => event.key === 'F2' && setDraft(value)}
      >
        {value || placeholder}
      </button>
    );
  }
  return (
    <input
      ref={input}
      className={classes(styles.input, className)}
      dir="auto"
      value={draft}
      placeholder={placeholder}
      aria-label={label}
      maxLength={maxLength}
      autoComplete="off"
      spellCheck={false}
      data-own-escape
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (isComposing(event.nativeEvent)) return;
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        returnFocus.current = true;
        finish(event.key === 'Enter');
      }}
    />
  );
}
