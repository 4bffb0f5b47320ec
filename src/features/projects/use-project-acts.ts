// What can be done with a project, and why not if it cannot be done now.
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { projectTitle } from './project-title';

interface Named {
  id: string;
  name: string;
}

interface ProjectActs {
  duplicate: () => void;
  whyNotDuplicate: string | undefined;
  whyNotRename: string | undefined;
  remove: () => void;
  whyNotRemove: string | undefined;
}

export function useProjectActs(project: Named): ProjectActs {
  const { t } = useTranslation();
  const followed = useApp((state) => state.role === 'follows' && state.project?.id === project.id);
  const elsewhere = useApp((state) => state.openElsewhere.has(project.id));
  const busy = useApp((state) => state.transfer !== undefined);
  const { duplicateProject, deleteProject } = useApp.getState();
  const following = followed ? t('projects.whileFollowing') : undefined;
  return {
    duplicate: () => {
      const name = t('projects.copyOf', {
        name: projectTitle(t, project),
        // This is stored: marks of direction belong only to what is shown.
        interpolation: { escapeValue: false },
      });
      duplicateProject(project.id, name);
    },
    whyNotDuplicate: busy ? t('projects.whileCopying') : undefined,
    whyNotRename: following,
    remove: () => deleteProject(project.id),
    whyNotRemove: following ?? (elsewhere ? t('projects.openElsewhere') : undefined),
  };
}
