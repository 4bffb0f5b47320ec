/** Fewer held-out pictures give counts alone. */
export const ENOUGH_HELD_OUT = 10;
