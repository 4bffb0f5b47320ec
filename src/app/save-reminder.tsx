import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { saveAsFile } from '../features/projects/project-files';
import { projectTitle } from '../features/projects/project-title';
import type { ProjectRow } from '../model/project';
import { useApp } from '../store/app-store';
import { needNoReminder, usePreferences } from '../store/preferences';
import { workTime } from '../store/project/work-time';
import { Note } from '../ui/note';
import { FootNote } from './foot-note';
import { keepingOf } from './keeping';

const AN_HOUR_MS = 60 * 60_000;

/**
 * Reminds, once in a project, that an hour's work was never saved as a file, where the browser does
 * not promise to keep it.
 */
export function SaveReminder() {
  const project = useApp(({ project, role }) => (role === 'leads' ? project : undefined));
  const persisted = useApp((state) => state.space.persisted);
  const known = usePreferences((state) => state.needNoReminder);
  if (!project || known.includes(project.id) || keepingOf(persisted) === 'persisted') return null;
  return <Reminder project={project} />;
}

function Reminder({ project }: { project: ProjectRow }) {
  const { t } = useTranslation();
  const samples = useApp((state) => state.samples);
  const busy = useApp((state) => state.recording !== undefined || state.transfer !== undefined);
  const due = useMemo(() => workTime(Object.values(samples)) >= AN_HOUR_MS, [samples]);
  return (
    <FootNote role="status">
      {due && !busy && (
        <Note
          kind="tip"
          action={{
            label: t('projectFile.save'),
            onClick: () => saveAsFile(project.id, projectTitle(t, project)),
          }}
          close={{ label: t('common.close'), onClick: () => needNoReminder(project.id) }}
        >
          {t('saving.reminder')}
        </Note>
      )}
    </FootNote>
  );
}
