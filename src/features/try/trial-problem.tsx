import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Note } from '../../ui/note';
import { isOfPicture } from './trial-error';

/**
 * Why there is no answer. If the picture is the reason, that is said in the picture's place
 * instead.
 */
export function TrialProblem() {
  const { t } = useTranslation();
  const kind = useApp((state) => state.trialError);
  return (
    <div role="status">
      {kind && !isOfPicture(kind) && (
        <Note kind="danger" spaced="above">
          {kind === 'unloaded' || kind === 'black'
            ? t(`files.reason.${kind}`)
            : t(`engine.error.${kind}`)}
        </Note>
      )}
    </div>
  );
}
