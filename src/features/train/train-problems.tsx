import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Note } from '../../ui/note';

/** What prevents learning, and what to do about it. */
export function TrainProblems() {
  const { t } = useTranslation();
  const trainingError = useApp((state) => state.trainingError);
  const engineError = useApp((state) => state.engineError);
  const failure = useApp((state) =>
    state.engine.phase === 'failed' ? state.engine.error?.kind : undefined,
  );
  const kind = failure ?? engineError ?? trainingError;
  const { learn, syncEngine } = useApp.getState();
  const action = failure
    ? { label: t('app.crashed.reload'), onClick: () => location.reload() }
    : engineError
      ? { label: t('engine.tryAgain'), onClick: () => syncEngine() }
      : { label: t('engine.tryAgain'), onClick: () => learn() };

  return (
    <div role="status">
      {kind && (
        <Note kind="danger" spaced="below" action={action}>
          {t(`engine.error.${kind}`)}
        </Note>
      )}
    </div>
  );
}
