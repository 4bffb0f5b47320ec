import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { samplesOf } from '../../store/samples-by-class';
import { Note } from '../../ui/note';
import { adviceFor } from './advice';
import styles from './advice-note.module.css';
import type { StoredRun } from './run';
import { useClassName } from './use-class-name';

export function AdviceNote({ run }: { run: StoredRun }) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const samples = useApp((state) => state.samples);
  const advice = adviceFor(run, (id) => samplesOf(samples, id).length);
  if (!advice) return null;
  const { classId, count, others, add, mistakes } = advice;
  const name = nameOf(classId);
  return (
    <Note kind="tip" className={styles.note}>
      {mistakes
        ? t('advice.mistakes', { name, count, others, add, ...mistakes })
        : t('advice.few', { name, count, others, add })}
    </Note>
  );
}
