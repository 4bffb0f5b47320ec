// What is happening with whole projects, or can be undone. It stands at the foot of the list or of
// the page.
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { LiveRegion } from '../../ui/live-region';
import { Progress } from '../../ui/progress';
import { UndoBar } from '../../ui/undo-bar';
import { FileNotes } from './file-notes';
import { projectTitle } from './project-title';
import styles from './projects-foot.module.css';

const SPEAK_EVERY_MS = 3000;

export function ProjectsFoot() {
  const { t } = useTranslation();
  const deleted = useApp((state) => state.deletedProject);
  const transfer = useApp((state) => state.transfer);
  const { bringBackProject, forgetDeletedProject, cancelTransfer } = useApp.getState();
  const text = transfer ? t(`projects.transfer.${transfer.kind}`, { ...transfer }) : '';
  return (
    <div className={styles.foot}>
      <LiveRegion message={text} atMostEveryMs={SPEAK_EVERY_MS} />
      {transfer && (
        <div className={styles.bar}>
          <span className={styles.text}>{text}</span>
          <Button variant="quiet" size="dense" onClick={cancelTransfer}>
            {t('common.cancel')}
          </Button>
          <div className={styles.progress}>
            <Progress
              label={t('projects.transferLabel')}
              value={transfer.total > 0 ? transfer.done / transfer.total : 0}
              valueText={text}
            />
          </div>
        </div>
      )}
      {!transfer && !deleted && <FileNotes />}
      <UndoBar
        message={
          deleted && !transfer ? t('projects.deleted', { name: projectTitle(t, deleted) }) : null
        }
        undoLabel={t('common.undo')}
        closeLabel={t('common.close')}
        onUndo={() => deleted && bringBackProject(deleted.id)}
        onClose={forgetDeletedProject}
      />
    </div>
  );
}
