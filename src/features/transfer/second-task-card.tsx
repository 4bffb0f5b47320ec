import { useMemo, useState } from 'react';
import { MOST_NAME } from '../../model/limits';
import { useApp } from '../../store/app-store';
import {
  answerCounts,
  askedPictures,
  newSecondTask,
  withLabel,
  withLabelNamed,
  withoutLabel,
} from '../../store/transfer/second-task';
import { Button } from '../../ui/button';
import { EditableText } from '../../ui/editable-text';
import { IconButton } from '../../ui/icon-button';
import { AddIcon, DeleteIcon } from '../../ui/icons';
import { lazyDialog } from '../../ui/lazy-part';
import { Muted } from '../../ui/muted';
import { Panel, panelOf } from '../../ui/panel';
import { ReadAlong } from './read-along';
import styles from './second-task-card.module.css';
import { TwoQuestions } from './two-questions';
import { useTexts } from './use-texts';

const AnswersDialog = lazyDialog(async () => ({
  default: (await import('./answers-dialog')).AnswersDialog,
}));

/**
 * A second question about the same pictures: its answers, and what it is worth to learn both at
 * once.
 */
export function SecondTaskCard() {
  const { t, page } = useTexts();
  const task = useApp((state) => state.project?.secondTask);
  const follows = useApp((state) => state.role === 'follows');
  const { changeSecondTask } = useApp.getState();
  const reason = follows ? page('tabs.reason') : undefined;
  return (
    <Panel
      title={t('second.title')}
      aside={
        task && (
          <Button
            size="dense"
            variant="quiet"
            icon={<DeleteIcon />}
            disabledReason={reason}
            onClick={({ currentTarget }) => {
              panelOf(currentTarget)?.focus();
              changeSecondTask(undefined);
            }}
          >
            {t('second.remove')}
          </Button>
        )
      }
    >
      <Muted readable>{t('second.what')}</Muted>
      {task ? <Question task={task} reason={reason} /> : <Begin reason={reason} />}
      <ReadAlong of="second" />
    </Panel>
  );
}

/** Common questions, and the person's own. */
function Begin({ reason }: { reason: string | undefined }) {
  const { t } = useTexts();
  const begin = (name: string, ...labels: string[]) =>
    useApp.getState().changeSecondTask(newSecondTask(name, labels));
  return (
    <div className={styles.acts}>
      <Button
        disabledReason={reason}
        onClick={() => begin(t('second.indoors'), t('second.yes'), t('second.no'))}
      >
        {t('second.indoors')}
      </Button>
      <Button
        disabledReason={reason}
        onClick={() => begin(t('second.hand'), t('second.left'), t('second.right'))}
      >
        {t('second.hand')}
      </Button>
      <Button variant="quiet" disabledReason={reason} onClick={() => begin('', '', '')}>
        {t('second.own')}
      </Button>
    </div>
  );
}

type Task = NonNullable<ReturnType<typeof useApp.getState>['project']>['secondTask'];

function Question({ task, reason }: { task: NonNullable<Task>; reason: string | undefined }) {
  const { t, page } = useTexts();
  const [answering, setAnswering] = useState(false);
  const project = useApp((state) => state.project);
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const { changeSecondTask } = useApp.getState();
  const counts = useMemo(
    () => answerCounts(askedPictures({ project, classes, samples })),
    [project, classes, samples],
  );
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const without = counts.get(undefined) ?? 0;
  const none = all === 0 ? t('second.noPictures') : undefined;
  const change = (changed: NonNullable<Task>) => changeSecondTask(changed);
  return (
    <>
      <EditableText
        className={styles.question}
        value={task.name}
        label={t('second.question')}
        placeholder={t('second.nameIt')}
        maxLength={MOST_NAME}
        startEditing={task.name === ''}
        onCommit={(name) => change({ ...task, name })}
      />
      <ul className={styles.answers} aria-label={t('second.answers')}>
        {task.labels.map(({ id, name }, i) => {
          const shown = name || t('second.answer', { number: i + 1 });
          return (
            <li key={id} className={styles.answer}>
              <EditableText
                className={styles.name}
                value={name}
                label={t('second.nameOf', { number: i + 1 })}
                placeholder={shown}
                maxLength={MOST_NAME}
                onCommit={(next) => change(withLabelNamed(task, id, next))}
              />
              <span className={styles.count}>
                {page('units.picture', { count: counts.get(id) ?? 0 })}
              </span>
              <IconButton
                size="dense"
                icon={<DeleteIcon />}
                label={t('second.removeAnswer', { name: shown })}
                disabledReason={reason}
                onClick={({ currentTarget }) => {
                  panelOf(currentTarget)?.focus();
                  change(withoutLabel(task, id));
                }}
              />
            </li>
          );
        })}
        <li>
          <Button
            variant="quiet"
            size="dense"
            icon={<AddIcon />}
            disabledReason={reason}
            onClick={() => change(withLabel(task, ''))}
          >
            {t('second.add')}
          </Button>
        </li>
      </ul>
      <div className={styles.acts}>
        <Button disabledReason={reason ?? none} onClick={() => setAnswering(true)}>
          {t('second.label')}
        </Button>
        <Muted as="span" readable>
          {all > 0 && (without > 0 ? t('second.without', { count: without }) : t('second.whole'))}
        </Muted>
      </div>
      <TwoQuestions question={task.name || t('second.title')} />
      {answering && <AnswersDialog task={task} onClose={() => setAnswering(false)} />}
    </>
  );
}
