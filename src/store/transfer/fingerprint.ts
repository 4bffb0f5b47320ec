// What a strategy was measured on. Two strategies are comparable if it is the same.
import type { AppState } from '../state';
import { learnedSignatureOf } from '../train/learned-from';

/**
 * Equal for the same classes and pictures to learn from, split the same way, through the same
 * backbone. Test pictures play no part.
 */
export function fingerprintOf(
  state: Pick<AppState, 'classes' | 'samples' | 'settings' | 'engine'>,
): string {
  const { validationShare, seed, keepsPrior } = state.settings;
  const same = [learnedSignatureOf(state), state.engine.backbone?.key, validationShare, seed];
  return [...same, ...(keepsPrior ? ['prior'] : [])].join(' ');
}
