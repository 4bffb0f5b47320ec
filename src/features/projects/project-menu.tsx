// The menu behind the chevron next to the project's name.
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { answersByOwnModel } from '../../store/train/stand-in-slice';
import { IconButton } from '../../ui/icon-button';
import {
  AddIcon,
  CopyIcon,
  DeleteIcon,
  FolderIcon,
  OpenIcon,
  SaveIcon,
  TakeAwayIcon,
  TipIcon,
  UploadIcon,
} from '../../ui/icons';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu';
import { chooseProjectFile, saveAsFile } from './project-files';
import styles from './project-menu.module.css';
import { projectTitle } from './project-title';
import { useProjectActs } from './use-project-acts';

const NONE = { id: '', name: '' };

type ProjectMenuProps = {
  /** Shows all projects. */
  onAll: () => void;
  /** Offers examples, each of which is a project of its own. */
  onExamples: () => void;
  /** Offers what was learned, to run elsewhere. */
  onTakeAway: () => void;
  /** The menu's button, to which the focus returns from what the menu opened. */
  ref: Ref<HTMLButtonElement>;
};

export function ProjectMenu({ onAll, onExamples, onTakeAway, ref }: ProjectMenuProps) {
  const { t } = useTranslation();
  const project = useApp((state) => state.project);
  const learned = useApp((state) => state.learned !== undefined);
  const own = useApp(answersByOwnModel);
  const { newProject } = useApp.getState();
  const acts = useProjectActs(project ?? NONE);
  if (!project) return null;

  const duplicate = () => {
    acts.duplicate();
    // The copy is not opened, but the list shows its progress.
    onAll();
  };
  return (
    <Menu
      align="start"
      label={t('projects.menu')}
      trigger={
        <IconButton
          ref={ref}
          size="dense"
          className={styles.chevron}
          label={t('projects.menu')}
          icon={<OpenIcon />}
        />
      }
    >
      <MenuItem icon={<AddIcon />} onSelect={() => newProject()}>
        {t('projects.new')}
      </MenuItem>
      <MenuItem icon={<FolderIcon />} onSelect={onAll}>
        {t('projects.all')}
      </MenuItem>
      <MenuItem icon={<TipIcon />} onSelect={onExamples}>
        {t('projects.examples')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<SaveIcon />}
        disabledReason={acts.whyNotDuplicate}
        onSelect={() => saveAsFile(project.id, projectTitle(t, project))}
      >
        {t('projectFile.save')}
      </MenuItem>
      <MenuItem
        icon={<UploadIcon />}
        disabledReason={acts.whyNotDuplicate}
        onSelect={() => chooseProjectFile()}
      >
        {t('projectFile.openFile')}
      </MenuItem>
      <MenuItem
        icon={<TakeAwayIcon />}
        disabledReason={!learned ? t('takeAway.untrained') : own ? t('takeAway.own') : undefined}
        onSelect={onTakeAway}
      >
        {t('takeAway.open')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<CopyIcon />} disabledReason={acts.whyNotDuplicate} onSelect={duplicate}>
        {t('projects.duplicate')}
      </MenuItem>
      <MenuItem
        icon={<DeleteIcon />}
        danger
        disabledReason={acts.whyNotRemove}
        onSelect={acts.remove}
      >
        {t('projects.delete')}
      </MenuItem>
    </Menu>
  );
}
