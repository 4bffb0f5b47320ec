import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Note } from '../../ui/note';
import styles from './trial-problem.module.css';

/** Why the last picture has no answer. */
export function TrialProblem() {
  const { t } = useTranslation();
  const kind = useApp((state) => state.trialError);
  return (
    <div role="status">
      {kind && (
        <Note kind="danger" className={styles.note}>
          {isOfPicture(kind)
            ? t('try.unreadable', { reason: t(`files.reason.${kind}`) })
            : t(`engine.error.${kind}`)}
        </Note>
      )}
    </div>
  );
}

const pictureKinds = ['empty', 'not-a-picture', 'format', 'too-large', 'broken'] as const;

function isOfPicture(kind: string): kind is (typeof pictureKinds)[number] {
  return pictureKinds.some((one) => one === kind);
}
