import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import type { Outcome } from '../../store/outcome';
import type { DeletedProject } from '../../store/project/deleted-slice';
import { Button } from '../../ui/button';
import { LiveRegion } from '../../ui/live-region';
import { Cover } from './cover';
import styles from './deleted-projects.module.css';
import { projectTitle } from './project-title';
import dialogStyles from './projects-dialog.module.css';

type DeletedProjectsProps = {
  of: readonly DeletedProject[];
  /** Takes the focus when the last of them goes. */
  focusElsewhere: () => void;
};

/** Projects that were deleted and can still be brought back. */
export function DeletedProjects({ of: deleted, focusElsewhere }: DeletedProjectsProps) {
  const { t } = useTranslation();
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [said, setSaid] = useState('');
  const { bringBackProject, removeDeletedProject } = useApp.getState();

  const act = async (index: number, work: () => Outcome<boolean>, message: string) => {
    const entries = list.current?.children;
    const beside = (entries?.[index + 1] ?? entries?.[index - 1])?.querySelector('button');
    setSaid((await work()) ? message : '');
    if (beside) beside.focus();
    else focusElsewhere();
  };

  return (
    <>
      <LiveRegion message={said} />
      {deleted.length > 0 && (
        <section className={styles.deleted} aria-labelledby={id}>
          <h3 id={id} className={styles.title}>
            {t('projects.gone.title')}
          </h3>
          <ul ref={list} className={dialogStyles.list}>
            {deleted.map(({ project, pictures, cover, keptUntil }, index) => {
              const name = projectTitle(t, project);
              return (
                <li key={project.id} className={styles.entry}>
                  <Cover id={cover} />
                  <span className={styles.words}>
                    <span className={styles.name} title={name} translate="no">
                      {name}
                    </span>
                    <span className={styles.facts}>
                      <span>{t('units.picture', { count: pictures })}</span>
                      <span>{t('projects.gone.keptUntil', { at: keptUntil })}</span>
                    </span>
                  </span>
                  <span className={styles.acts}>
                    <Button
                      size="dense"
                      aria-label={t('projects.gone.bringBackNamed', { name })}
                      onClick={() =>
                        act(
                          index,
                          () => bringBackProject(project.id),
                          t('projects.gone.broughtBack', { name }),
                        )
                      }
                    >
                      {t('projects.gone.bringBack')}
                    </Button>
                    <Button
                      size="dense"
                      variant="quiet"
                      aria-label={t('projects.gone.deleteNamed', { name })}
                      onClick={() =>
                        act(
                          index,
                          () => removeDeletedProject(project.id),
                          t('projects.gone.deleted', { name }),
                        )
                      }
                    >
                      {t('projects.gone.delete')}
                    </Button>
                  </span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}
