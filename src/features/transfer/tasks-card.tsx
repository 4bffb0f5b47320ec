import { Card } from '../../ui/card';
import { ReadAlong } from './read-along';
import { SourceTask } from './source-task';
import { TargetTask } from './target-task';
import styles from './tasks-card.module.css';
import { useTexts } from './use-texts';

/** From the task that the backbone learned to the person's own. */
export function TasksCard({ onCollect }: { onCollect: () => void }) {
  const { t } = useTexts();
  return (
    <Card aria-label={t('tasks.title')}>
      <div className={styles.flow}>
        <SourceTask />
        <TargetTask onCollect={onCollect} />
      </div>
      <div className={styles.foot}>
        <ReadAlong of="tasks" />
      </div>
    </Card>
  );
}
