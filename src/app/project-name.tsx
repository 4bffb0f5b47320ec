import { useTranslation } from 'react-i18next';
import { projectTitle } from '../features/projects/project-title';
import { MOST_NAME } from '../model/limits';
import { useApp } from '../store/app-store';
import { EditableText } from '../ui/editable-text';
import styles from './project-name.module.css';

export function ProjectName() {
  const { t } = useTranslation();
  const name = useApp((state) => state.project?.name ?? '');
  const follows = useApp((state) => state.role === 'follows');
  // Another tab works on the project, so its name is changed there.
  if (follows) {
    return (
      <span className={styles.fixed} title={name} translate="no">
        {projectTitle(t, { name })}
      </span>
    );
  }
  return (
    <EditableText
      className={styles.name}
      value={name}
      label={t('app.projectName')}
      placeholder={t('app.newProject')}
      maxLength={MOST_NAME}
      onCommit={(next) => useApp.getState().renameProject(next)}
    />
  );
}
