import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { SaveIcon } from '../../ui/icons';
import { saveAsFile } from './project-files';
import { projectTitle } from './project-title';

/** Saves the open project as a file. */
export function SaveButton() {
  const { t } = useTranslation();
  const project = useApp((state) => state.project);
  const busy = useApp((state) => state.transfer !== undefined);
  if (!project) return null;
  return (
    <Button
      icon={<SaveIcon />}
      disabledReason={busy ? t('projects.whileCopying') : undefined}
      onClick={() => saveAsFile(project.id, projectTitle(t, project))}
    >
      {t('projectFile.save')}
    </Button>
  );
}
