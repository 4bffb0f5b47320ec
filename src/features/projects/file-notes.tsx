import { useTranslation } from 'react-i18next';
import { type AppState, useApp } from '../../store/app-store';
import { Note } from '../../ui/note';
import { projectTitle } from './project-title';
import styles from './projects-foot.module.css';

/** What became of a project file: over the foot, until it is closed. */
export function FileNotes() {
  const { t } = useTranslation();
  const problem = useApp((state) => state.fileProblem);
  const brought = useApp((state) => state.brought);
  const { dismissFileProblem, dismissBrought } = useApp.getState();
  return (
    <div role="status" className={styles.notes}>
      {problem && (
        <Note
          kind="danger"
          className={styles.note}
          close={{ label: t('common.close'), onClick: dismissFileProblem }}
        >
          {t(`projectFile.problem.${problem.kind}`, { name: problem.name })}
        </Note>
      )}
      {brought && (
        <Note
          kind={brought.failures.length > 0 ? 'warn' : 'tip'}
          className={styles.note}
          close={{ label: t('common.close'), onClick: dismissBrought }}
        >
          <Brought of={brought} />
        </Note>
      )}
    </div>
  );
}

function Brought({ of }: { of: NonNullable<AppState['brought']> }) {
  const { t } = useTranslation();
  const { how, pictures, duplicates, failures, notes } = of;
  const name = projectTitle(t, of);
  const sentences = [
    t(`projectFile.brought.${how}`, { name, count: pictures }),
    ...(duplicates > 0 ? [t('projectFile.duplicates', { count: duplicates })] : []),
    ...(failures.length > 0 ? [t('projectFile.failed', { count: failures.length })] : []),
    ...notes.map((note) => t(`projectFile.note.${note}`)),
  ];
  return sentences.reduce((first, second) => t('common.sentences', { first, second }));
}
