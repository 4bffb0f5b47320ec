// What a strategy was measured on: two are comparable where it is the same.
import type { AppState } from '../app-store';
import { learntSignatureOf } from '../train/training-slice';

/** Equal for the same pictures to learn from and classes, split alike, through the same backbone; test pictures take no part. */
export function fingerprintOf(
  state: Pick<AppState, 'classes' | 'samples' | 'settings' | 'engine'>,
): string {
  const { validationShare, seed } = state.settings;
  return [learntSignatureOf(state), state.engine.backbone?.key, validationShare, seed].join(' ');
}
