import { useTranslation } from 'react-i18next';
import { type ExampleId, exampleIds, exampleOf } from '../../examples/examples';
import { openExample } from '../../store/examples/example-project';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Muted } from '../../ui/muted';
import styles from './examples-dialog.module.css';
import { PaperIcon, RockIcon, ScissorsIcon } from './hand-icons';
import { useCovers } from './use-covers';
import { exampleTexts } from './words';

/** People come for the examples, whereas the dialog itself would start at its Close. */
const focusFirst = (list: HTMLUListElement | null) => list?.querySelector('button')?.focus();

/** The examples. Each one opens as a project of its own. */
export function ExamplesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('examples');
  const { t: common } = useTranslation();
  const covers = useCovers();

  const open = (id: ExampleId) => {
    const { project, classes, secondTask } = exampleTexts[id];
    onClose();
    openExample(id, {
      project: t(project),
      classes: classes.map((name) => t(name)),
      ...(secondTask && {
        secondTask: { name: t(secondTask.name), labels: secondTask.labels.map((name) => t(name)) },
      }),
    });
  };

  return (
    <Dialog
      open
      wide
      title={t('title')}
      description={t('lead')}
      closeLabel={common('common.close')}
      onOpenChange={(isOpen) => isOpen || onClose()}
    >
      <ul ref={focusFirst} className={styles.list}>
        {exampleIds.map((id) => (
          <li key={id} className={styles.example}>
            <div className={styles.cover}>
              {exampleOf(id).pictures ? (
                (covers[id] ?? []).map((url) => <img key={url} src={url} alt="" />)
              ) : (
                <>
                  <RockIcon large />
                  <PaperIcon large />
                  <ScissorsIcon large />
                </>
              )}
            </div>
            <h3>{t(exampleTexts[id].title)}</h3>
            <Muted>{t(exampleTexts[id].text)}</Muted>
            <Muted faint>{common('projects.counts', countsOf(id))}</Muted>
            <Button
              aria-label={t('openNamed', { name: t(exampleTexts[id].title) })}
              onClick={() => open(id)}
            >
              {t('open')}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function countsOf(id: ExampleId) {
  const { classes, pictures: made } = exampleOf(id);
  return { classes, pictures: made ? classes * made.things * made.ofEach : 0 };
}
