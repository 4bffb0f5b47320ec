import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Note } from '../../ui/note';
import { isOfPicture } from './trial-error';

/** Why there is no answer, where the picture is not the reason: that one is said in its place. */
export function TrialProblem() {
  const { t } = useTranslation();
  const kind = useApp((state) => state.trialError);
  return (
    <div role="status">
      {kind && !isOfPicture(kind) && (
        <Note kind="danger" spaced="above">
          {t(`engine.error.${kind}`)}
        </Note>
      )}
    </div>
  );
}
