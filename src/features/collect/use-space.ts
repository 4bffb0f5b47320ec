import { type RefObject, useEffect, useEffectEvent } from 'react';
import { isComposing } from '../../ui/composing';

// Columns are not among them: a click on an empty place gives them the focus, although they are no
// controls.
const CONTROLS =
  'button, a[href], input, select, textarea, summary, [contenteditable], [tabindex="0"], [role="dialog"], [role="menu"]';

interface SpaceActs {
  onDown: () => void;
  onUp: () => void;
  onEscape: () => void;
}

/**
 * Handles Space held and let go, and Escape, while nothing or this button has the focus. In a field
 * or on another control these keys mean something else.
 */
export function useSpace(button: RefObject<HTMLButtonElement | null>, acts: SpaceActs): void {
  const onDown = useEffectEvent(acts.onDown);
  const onUp = useEffectEvent(acts.onUp);
  const onEscape = useEffectEvent(acts.onEscape);

  useEffect(() => {
    let held = false;
    const isFree = () =>
      document.activeElement === button.current || !document.activeElement?.closest(CONTROLS);
    const letGo = () => {
      if (held) onUp();
      held = false;
    };
    const down = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isComposing(event)) return;
      if (event.key === 'Escape') onEscape();
      if (event.code !== 'Space' || event.ctrlKey || event.altKey || event.metaKey) return;
      if (!held && !isFree()) return;
      event.preventDefault();
      if (held || event.repeat) return;
      held = true;
      onDown();
    };
    const up = (event: KeyboardEvent) => {
      if (event.code !== 'Space' || !held) return;
      event.preventDefault();
      letGo();
    };
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    // The page does not hear a key that is let go in another window.
    window.addEventListener('blur', letGo);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      window.removeEventListener('blur', letGo);
    };
  }, [button]);
}
