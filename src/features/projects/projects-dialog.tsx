import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { AddIcon, DeleteIcon } from '../../ui/icons';
import { LiveRegion } from '../../ui/live-region';
import { media, useMedia } from '../../ui/use-media';
import { DeletedProjects } from './deleted-projects';
import { ProjectEntry } from './project-entry';
import { projectTitle } from './project-title';
import styles from './projects-dialog.module.css';
import { ProjectsFoot } from './projects-foot';

type ProjectsDialogProps = {
  onClose: () => void;
  /** Asks whether everything is to be deleted. */
  onClear: () => void;
};

/** All projects on this device: search, open, rename, duplicate and delete them. */
export function ProjectsDialog({ onClose, onClear }: ProjectsDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      wide
      tall
      title={t('projects.title')}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
      footer={
        <Button variant="quiet" icon={<DeleteIcon />} onClick={onClear}>
          {t('projects.clear.open')}
        </Button>
      }
    >
      <AllProjects onClose={onClose} />
      <ProjectsFoot />
    </Dialog>
  );
}

function AllProjects({ onClose }: Pick<ProjectsDialogProps, 'onClose'>) {
  const { t } = useTranslation();
  const id = useId();
  const projects = useApp((state) => state.projects);
  const deletedProjects = useApp((state) => state.deletedProjects);
  const { listProjects, newProject, switchProject } = useApp.getState();
  const [words, setWords] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const touch = useMedia(media.touch);

  useEffect(() => {
    listProjects();
  }, [listProjects]);
  // On a phone, the keyboard would cover the projects, for which people come.
  useEffect(() => {
    if (!touch) search.current?.focus();
  }, [touch]);

  const wanted = words.trim().toLocaleLowerCase();
  const isFound = ({ project }: { project: { name: string } }) =>
    projectTitle(t, project).toLocaleLowerCase().includes(wanted);
  const found = projects?.filter(isFound);
  const deleted = deletedProjects.filter(isFound);
  // Rendered bit by bit, so that even many projects block nothing else.
  const shown = useDeferredValue(found, undefined);
  const none = wanted !== '' && found?.length === 0 && deleted.length === 0;
  const said = none
    ? t('projects.none', { words: words.trim() })
    : wanted !== '' && found
      ? t('projects.found', { count: found.length })
      : '';

  const leaveFor = (open: () => unknown) => {
    onClose();
    open();
  };
  const beside = (index: number) => {
    const entries = list.current?.children;
    const next = entries?.[index + 1] ?? entries?.[index - 1];
    return next?.querySelector('button') ?? search.current;
  };

  return (
    <>
      <div className={styles.bar}>
        <label className="visually-hidden" htmlFor={id}>
          {t('projects.search')}
        </label>
        <input
          ref={search}
          id={id}
          type="search"
          className={styles.search}
          value={words}
          placeholder={t('projects.searchHere')}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setWords(event.target.value)}
        />
        <Button icon={<AddIcon />} onClick={() => leaveFor(newProject)}>
          {t('projects.new')}
        </Button>
      </div>
      <LiveRegion message={said} atMostEveryMs={500} />
      {none && (
        <p className={styles.none}>
          <span>{`${said} `}</span>
          <Button
            variant="link"
            onClick={() => {
              setWords('');
              search.current?.focus();
            }}
          >
            {t('projects.showAll')}
          </Button>
        </p>
      )}
      <div className={styles.scroll}>
        <ul ref={list} className={styles.list} aria-label={t('projects.list')}>
          {shown?.map((each, index) => (
            <ProjectEntry
              key={each.project.id}
              of={each}
              onOpen={() => leaveFor(() => switchProject(each.project.id))}
              beside={() => beside(index)}
            />
          ))}
        </ul>
        <DeletedProjects of={deleted} focusElsewhere={() => search.current?.focus()} />
      </div>
    </>
  );
}
