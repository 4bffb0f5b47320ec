import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AppState, useApp } from '../../store/app-store';
import { pictureCount } from '../../store/project-slice';
import { samplesOf } from '../../store/samples-by-class';
import { AddClass } from './add-class';
import { ClassCard } from './class-card';
import styles from './collect-column.module.css';
import { CollectUndo } from './collect-undo';
import { ImportReport } from './import-report';
import { pasteTarget } from './paste-target';
import { useLeaveWarning } from './use-leave-warning';
import { usePageFiles } from './use-page-files';

type CollectColumnProps = {
  /** Out of sight, as behind another step of a phone, it gives the camera back; in sight again, it takes it. */
  visible?: boolean;
};

/** Classes and their pictures: by camera, by file, by drop and by paste. */
export function CollectColumn({ visible = true }: CollectColumnProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const column = useRef<HTMLElement>(null);
  const classes = useApp((state) => state.classes);
  const pictures = useApp(pictureCount);
  const next = useApp(nextToFill);
  const { addClass, deleteClass } = useApp.getState();
  const [wantedInto, setRecordingInto] = useState<string>();
  const [newest, setNewest] = useState<string>();
  const [gridOpen, setGridOpen] = useState(false);
  // Its class may be gone by an undo as well: then nothing is recorded, nor again after a redo.
  const recordingInto = classes.find(({ id }) => id === wantedInto)?.id;
  if (wantedInto !== recordingInto) setRecordingInto(undefined);
  const over = usePageFiles(() => pasteTarget(recordingInto));
  useLeaveWarning();
  const { first, settle } = useFirstVisit(gridOpen);

  const openRecorder = (id: string | undefined) => {
    settle();
    setRecordingInto(id);
  };

  const add = async () => {
    settle();
    const before = new Set(classes.map(({ id }) => id));
    const added = addClass();
    // It is shown at once and written later; its card has to know from the first that it is new.
    setNewest(useApp.getState().classes.find(({ id }) => !before.has(id))?.id);
    await added;
  };

  const remove = async (id: string, index: number) => {
    settle();
    const deleted = deleteClass(id);
    const neighbour = classes[index + 1] ?? classes[index - 1];
    // When the menu is gone, which gives the focus to a button that is gone too.
    requestAnimationFrame(() => {
      const place = neighbour ? `[data-class="${neighbour.id}"] button` : '[data-add-class]';
      column.current?.querySelector<HTMLElement>(place)?.focus();
    });
    await deleted;
  };

  return (
    <section ref={column} className={styles.column} aria-labelledby={titleId}>
      <header className={styles.header}>
        <h2 id={titleId}>{t('steps.collect')}</h2>
        <span className={styles.summary}>
          {t('classes.summary', { classes: classes.length, pictures })}
        </span>
      </header>
      {first && (
        <div className={styles.first}>
          <p className={styles.title}>{t('first.title')}</p>
          <p className={styles.text}>{t('first.text')}</p>
        </div>
      )}
      <div className={styles.cards}>
        {classes.map((row, index) => (
          <ClassCard
            key={row.id}
            row={row}
            index={index}
            isNew={row.id === newest}
            isNext={row.id === next && recordingInto === undefined}
            recording={visible && row.id === recordingInto}
            onRecord={(open) => openRecorder(open ? row.id : undefined)}
            onGrid={setGridOpen}
            onDelete={() => void remove(row.id, index)}
          />
        ))}
        <AddClass first={first} awaiting={over} onAdd={() => void add()} />
      </div>
      <div className={styles.report}>
        <ImportReport />
      </div>
      {/* The dialog with all pictures of a class has its own. */}
      <CollectUndo covered={gridOpen} />
    </section>
  );
}

/**
 * The words of the first visit, from when there is nothing. The first picture does not take them away,
 * as what is being pointed at would move: the person's next act here does (`settle`).
 */
function useFirstVisit(covered: boolean): { first: boolean; settle: () => void } {
  const empty = useApp((state) => pictureCount(state) === 0);
  const opened = useApp((state) => state.project !== undefined);
  const [seen, setSeen] = useState(false);
  if (opened && empty && !seen) setSeen(true);
  // Behind a dialog nobody points at it.
  if (covered && seen && !empty) setSeen(false);
  // The next import is such an act as well.
  const lastImport = useApp(({ imports }) => imports.at(-1)?.id);
  const [knownImport, setKnownImport] = useState(lastImport);
  if (lastImport !== knownImport) {
    setKnownImport(lastImport);
    if (!empty) setSeen(false);
  }
  return { first: empty || seen, settle: () => setSeen(empty) };
}

/** The first class without pictures; none while pictures that may be for it are on their way. */
function nextToFill({ classes, samples, imports }: AppState): string | undefined {
  const counts = classes.map(({ id }) => samplesOf(samples, id).length);
  const started = counts.some((count) => count > 0);
  if (started && imports.some(({ phase }) => phase === 'reading')) return undefined;
  return classes[counts.indexOf(0)]?.id;
}
