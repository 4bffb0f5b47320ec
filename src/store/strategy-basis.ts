// What a strategy was measured on: two are comparable where it is the same.
import type { AppState } from './app-store';
import { signatureOf } from './training-slice';

/** Equal for the same pictures and classes, split alike, through the same backbone. */
export function basisOf(
  state: Pick<AppState, 'classes' | 'samples' | 'settings' | 'engine'>,
): string {
  const { validationShare, seed } = state.settings;
  return [signatureOf(state), state.engine.backbone?.key, validationShare, seed].join(' ');
}
