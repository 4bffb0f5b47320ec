/** As a ref: where the reading of a dialog starts. */
export const focusOnce = (element: HTMLElement | null) => element?.focus();
