import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import type { BroughtProject, FileProblem } from '../../store/project/project-file-slice';
import { Dialog } from '../../ui/dialog';
import { focusOnce } from '../../ui/focus-once';
import { Note } from '../../ui/note';
import styles from './file-notes.module.css';
import { projectTitle } from './project-title';

/** What became of a project file. It lies over the foot until it is closed. */
export function FileNotes() {
  const { t } = useTranslation();
  const problems = useApp((state) => state.fileProblems);
  const brought = useApp((state) => state.brought);
  const { dismissBrought } = useApp.getState();
  return (
    <div role="status" className={styles.notes}>
      {problems.length > 0 && <Problems of={problems} />}
      {brought && (
        <Note
          kind={brought.failures.length > 0 ? 'warn' : 'tip'}
          close={{ label: t('common.close'), onClick: dismissBrought }}
        >
          <Brought of={brought} />
        </Note>
      )}
    </div>
  );
}

type FileProblems = readonly FileProblem[];

function Problems({ of }: { of: FileProblems }) {
  const { t } = useTranslation();
  const { dismissFileProblems } = useApp.getState();
  const [shown, setShown] = useState(false);
  const [problem] = of;
  const several = of.length > 1;
  return (
    <>
      <Note
        kind="danger"
        action={several ? { label: t('common.showWhy'), onClick: () => setShown(true) } : undefined}
        close={{ label: t('common.close'), onClick: dismissFileProblems }}
      >
        {several || !problem
          ? t('projectFile.problems', { count: of.length })
          : t(`projectFile.problem.${problem.kind}`, { name: problem.name })}
      </Note>
      {shown && <ProblemsDialog of={of} onClose={() => setShown(false)} />}
    </>
  );
}

function ProblemsDialog({ of, onClose }: { of: FileProblems; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      title={t('projectFile.problems', { count: of.length })}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
    >
      {/* The reading starts here, and the keys scroll. On Close, a tooltip would take the first
          Escape. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it may be longer than the dialog */}
      <ul ref={focusOnce} tabIndex={0} className={styles.list}>
        {of.map(({ name, kind }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and the list only grows
          <li key={i}>{t(`projectFile.problem.${kind}`, { name })}</li>
        ))}
      </ul>
    </Dialog>
  );
}

function Brought({ of }: { of: BroughtProject }) {
  const { t } = useTranslation();
  const { how, pictures, duplicates, failures, notes } = of;
  const name = projectTitle(t, of);
  const sentences = [
    t(`projectFile.brought.${how}`, { name, count: pictures }),
    ...(duplicates > 0 ? [t('projectFile.duplicates', { count: duplicates })] : []),
    ...(failures.length > 0 ? [t('projectFile.failed', { count: failures.length })] : []),
    ...notes.map((note) => t(`projectFile.note.${note}`)),
  ];
  return (
    <span>{sentences.reduce((first, second) => t('common.sentences', { first, second }))}</span>
  );
}
