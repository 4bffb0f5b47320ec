/**
 * For parts that use Escape themselves, such as a grid with a selection or a field being edited.
 * Mark them with `data-own-escape`, and the dialog or popover around them stays open.
 */
export function leaveToOwnEscape(event: KeyboardEvent) {
  const { target } = event;
  if (target instanceof Element && target.closest('[data-own-escape]')) event.preventDefault();
}
