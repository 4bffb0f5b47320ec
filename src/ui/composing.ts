interface Key {
  isComposing: boolean;
  keyCode: number;
}

/** What browsers send for a key that an input method takes for itself. */
const TAKEN_BY_INPUT_METHOD = 229;

/**
 * Whether the key belongs to an input method, as of Chinese or Japanese. Safari ends the
 * composition before it sends the Enter or Escape that ended it, so `isComposing` is false by then,
 * and only the code tells.
 */
export function isComposing({ isComposing: composing, keyCode }: Key): boolean {
  return composing || keyCode === TAKEN_BY_INPUT_METHOD;
}
