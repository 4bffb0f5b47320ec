/**
 * For what uses Escape itself (a grid with a selection, a field being edited): mark it with
 * `data-own-escape`, and the dialog or popover around it stays open.
 */
export function leaveToOwnEscape(event: KeyboardEvent) {
  const { target } = event;
  if (target instanceof Element && target.closest('[data-own-escape]')) event.preventDefault();
}
