import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { Note } from '../../ui/note';
import { useClassName } from './use-class-name';

/** What prevents learning, and what to do about it. */
export function TrainProblems() {
  const { t } = useTranslation();
  const trainingError = useApp((state) => state.trainingError);
  const engineError = useApp((state) => state.engineError);
  const failure = useApp((state) =>
    state.engine.phase === 'failed' ? state.engine.error?.kind : undefined,
  );
  const kind = failure ?? engineError ?? trainingError;
  const samples = useApp((state) => state.samples);
  const broken = useApp((state) => state.brokenPictures);
  const nameOf = useClassName();
  const names = broken.flatMap((id) => samples[id]?.name ?? nameOf(samples[id]?.classId ?? ''));
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
          {kind === 'features-broken' && names.length > 0
            ? t('common.sentences', {
                first: t('engine.error.features-broken'),
                second: t('engine.broken', { names: formatsFor(currentLanguage()).list(names) }),
              })
            : t(`engine.error.${kind}`)}
        </Note>
      )}
    </div>
  );
}
