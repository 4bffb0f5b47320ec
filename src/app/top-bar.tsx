import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProjectMenu } from '../features/projects/project-menu';
import { ProjectsFoot } from '../features/projects/projects-foot';
import { loadViewTexts } from '../i18n/i18n';
import { useApp } from '../store/app-store';
import { IconButton } from '../ui/icon-button';
import { AboutIcon } from '../ui/icons';
import { lazyDialog, lazyPart } from '../ui/lazy-part';
import { media, useMedia } from '../ui/use-media';
import { EngineBadge } from './engine-badge';
import { Examples } from './examples';
import { HistoryAnnouncer } from './history-announcer';
import { HistoryButtons } from './history-buttons';
import { LanguageSwitch } from './language-switch';
import { PhoneMenu } from './phone-menu';
import { ProjectName } from './project-name';
import { SavedState } from './saved-state';
import { TakeAway } from './take-away';
import { ThemeSwitch } from './theme-switch';
import styles from './top-bar.module.css';
import { type ViewProps, ViewSwitch } from './view-switch';

/** Loaded with its texts when it is asked for. */
const AboutDialog = lazyDialog(async () => {
  const [loaded] = await Promise.all([import('./about/about-dialog'), loadViewTexts('about')]);
  return { default: loaded.AboutDialog };
});

const ClearDevice = lazyDialog(async () => ({
  default: (await import('../features/projects/clear-device')).ClearDevice,
}));
const ProjectsDialog = lazyDialog(async () => ({
  default: (await import('../features/projects/projects-dialog')).ProjectsDialog,
}));
const FileDialogs = lazyPart(async () => ({
  default: (await import('../features/projects/file-dialogs')).FileDialogs,
}));

export function TopBar({ phone, view, onView }: ViewProps & { phone: boolean }) {
  const { t } = useTranslation();
  const narrow = useMedia(media.narrow);
  const [open, setOpen] = useState<'projects' | 'clear' | 'take-away' | 'examples' | 'about'>();
  const asks = useApp(({ offered, asked }) => offered !== undefined || asked !== undefined);
  const menuButton = useRef<HTMLButtonElement>(null);
  const aboutButton = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(undefined);
    const back = (open === 'about' && aboutButton.current) || menuButton.current;
    // The dialog keeps the focus to itself until it has closed, and the menu entry that opened it
    // is gone.
    requestAnimationFrame(() => back?.focus());
  };
  return (
    <header className={styles.bar}>
      <HistoryAnnouncer />
      <div className={styles.left}>
        <Mark />
        <ProjectName />
        <ProjectMenu
          ref={menuButton}
          onAll={() => setOpen('projects')}
          onExamples={() => setOpen('examples')}
          onTakeAway={() => setOpen('take-away')}
        />
        <SavedState />
        {!phone && (
          <>
            <span className={styles.rule} />
            <HistoryButtons />
          </>
        )}
      </div>
      {!phone && <ViewSwitch view={view} onView={onView} />}
      <div className={styles.right}>
        {narrow ? (
          <PhoneMenu
            view={view}
            onView={onView}
            onClear={() => setOpen('clear')}
            onAbout={() => setOpen('about')}
          />
        ) : (
          <>
            <EngineBadge />
            <span className={styles.rule} />
            <LanguageSwitch />
            <ThemeSwitch />
            <IconButton
              ref={aboutButton}
              size="dense"
              label={t('app.about')}
              icon={<AboutIcon />}
              onClick={() => setOpen('about')}
            />
          </>
        )}
      </div>
      {open === 'projects' ? (
        <ProjectsDialog onClose={close} onClear={() => setOpen('clear')} />
      ) : (
        <div className={styles.foot}>
          <ProjectsFoot />
        </div>
      )}
      {open === undefined && asks && <FileDialogs />}
      {open === 'clear' && <ClearDevice onClose={close} />}
      {open === 'take-away' && <TakeAway onClose={close} />}
      {open === 'examples' && <Examples onClose={close} />}
      {open === 'about' && <AboutDialog onClose={close} />}
    </header>
  );
}

function Mark() {
  const { t } = useTranslation();
  return (
    <h1 className={styles.heading}>
      <svg className={styles.mark} viewBox="0 0 22 22" role="img" aria-label={t('app.name')}>
        <rect x="2" y="3" width="4" height="16" rx="1" />
        <rect x="8" y="6" width="4" height="13" rx="1" />
        <rect className={styles.learning} x="14.75" y="10.75" width="4.5" height="7.5" rx="1" />
      </svg>
    </h1>
  );
}
