import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store';
import { EditableText } from '../ui/editable-text';
import styles from './top-bar.module.css';

const MOST_LETTERS = 80;

export function ProjectName() {
  const { t } = useTranslation();
  const name = useApp((state) => state.project?.name ?? '');
  return (
    <EditableText
      className={styles.name}
      value={name}
      label={t('app.projectName')}
      placeholder={t('app.newProject')}
      maxLength={MOST_LETTERS}
      onCommit={(next) => void useApp.getState().renameProject(next)} // Rejects on a bug alone.
    />
  );
}
