/**
 * All of the one store's state. Each slice adds its own part to this interface, so the state need
 * not import its slices, and they can name it without a circle.
 */
// biome-ignore lint/suspicious/noEmptyInterface: the slices fill it
export interface AppState {}
