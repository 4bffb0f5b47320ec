import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_NAME } from '../../model/limits';
import { useApp } from '../../store/app-store';
import type { ProjectSummary } from '../../store/project/projects-slice';
import { EditableText } from '../../ui/editable-text';
import { IconButton } from '../../ui/icon-button';
import { CopyIcon, DeleteIcon, MoreIcon, RenameIcon } from '../../ui/icons';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu';
import { Cover } from './cover';
import styles from './project-entry.module.css';
import { projectTitle } from './project-title';
import { useProjectActs } from './use-project-acts';

type ProjectEntryProps = {
  of: ProjectSummary;
  onOpen: () => void;
  /** Returns what takes the focus when the project is deleted. */
  beside: () => HTMLElement | null;
};

/** One project of the list: a button that opens it, and a menu. F2 renames the project too. */
export function ProjectEntry({ of, onOpen, beside }: ProjectEntryProps) {
  const { t } = useTranslation();
  const { project, classes, pictures, cover } = of;
  const isOpen = useApp((state) => state.project?.id === project.id);
  const acts = useProjectActs(project);
  const button = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLSpanElement>(null);
  const [renaming, setRenaming] = useState(false);
  const removed = useRef(false);
  const title = projectTitle(t, project);
  const { renameAnyProject } = useApp.getState();

  const focusButton = () => button.current?.focus();
  const facts = (
    <span className={styles.facts}>
      <span>{t('projects.counts', { classes, pictures })}</span>
      <span>{t('projects.opened', { at: project.openedAt })}</span>
    </span>
  );
  return (
    <li className={styles.entry} data-open={isOpen || undefined}>
      {renaming ? (
        <div className={styles.main}>
          <Cover id={cover} />
          <span ref={field} className={styles.words}>
            <EditableText
              startEditing
              value={project.name}
              label={t('app.projectName')}
              placeholder={title}
              maxLength={MOST_NAME}
              onCommit={(name) => renameAnyProject(project.id, name)}
              onEnd={() => {
                setRenaming(false);
                requestAnimationFrame(focusButton);
              }}
            />
            {facts}
          </span>
        </div>
      ) : (
        <button
          ref={button}
          type="button"
          className={`${styles.main} ${styles.button}`}
          aria-current={isOpen || undefined}
          onClick={onOpen}
          onKeyDown={(event) => {
            if (event.key === 'F2' && acts.whyNotRename === undefined) setRenaming(true);
          }}
        >
          <Cover id={cover} />
          <span className={styles.words}>
            <span className={styles.title}>
              <span className={styles.name} title={title} translate="no">
                {title}
              </span>
              {isOpen && <span className={styles.now}>{t('projects.openNow')}</span>}
            </span>
            {facts}
          </span>
        </button>
      )}
      <Menu
        label={t('projects.more', { name: title })}
        focusAfter={() =>
          removed.current ? beside() : (field.current?.querySelector('input') ?? null)
        }
        trigger={
          <IconButton
            size="dense"
            label={t('projects.more', { name: title })}
            icon={<MoreIcon />}
          />
        }
      >
        <MenuItem
          icon={<RenameIcon />}
          disabledReason={acts.whyNotRename}
          onSelect={() => setRenaming(true)}
        >
          {t('projects.rename')}
        </MenuItem>
        <MenuItem
          icon={<CopyIcon />}
          disabledReason={acts.whyNotDuplicate}
          onSelect={acts.duplicate}
        >
          {t('projects.duplicate')}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<DeleteIcon />}
          danger
          disabledReason={acts.whyNotRemove}
          onSelect={() => {
            removed.current = true;
            acts.remove();
          }}
        >
          {t('projects.delete')}
        </MenuItem>
      </Menu>
    </li>
  );
}
