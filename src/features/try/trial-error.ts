import type { TrialError } from '../../store/try/trial-slice';

const ofPicture = ['empty', 'not-a-picture', 'format', 'too-large', 'broken'] as const;

/** True if the picture itself is the reason, and not the engine. */
export function isOfPicture(
  error: TrialError | undefined,
): error is Extract<TrialError, (typeof ofPicture)[number]> {
  return ofPicture.some((kind) => kind === error);
}
