import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';
import { usePreferences } from '../../store/preferences';
import { pictureCount } from '../../store/project/classes';
import { samplesOf } from '../../store/project/samples-by-class';
import type { AppState } from '../../store/state';
import { Button } from '../../ui/button';
import type { Elements } from '../../ui/elements';
import { lazyDialog } from '../../ui/lazy-part';
import { LiveRegion } from '../../ui/live-region';
import { Note } from '../../ui/note';
import { AddClass } from './add-class';
import { ClassCard } from './class-card';
import styles from './collect-column.module.css';
import { CollectUndo } from './collect-undo';
import { ImportReport } from './import-report';
import { pasteTarget } from './paste-target';
import { TestSetLine } from './test-set-line';
import { CARDS, useClassOrder } from './use-class-order';
import { useOpener } from './use-opener';
import { usePageFiles } from './use-page-files';

// Loaded after the first paint, because nobody opens them sooner.
const SamplesDialog = lazyDialog(async () => ({
  default: (await import('./samples-dialog')).SamplesDialog,
}));
const SetAsideDialog = lazyDialog(async () => ({
  default: (await import('./set-aside-dialog')).SetAsideDialog,
}));

type CollectColumnProps = {
  /**
   * When the column is hidden, as behind another step on a phone, it gives the camera back. When it
   * is shown again, it takes it.
   */
  visible?: boolean;
  /** What to do next in a project that began as an example. */
  guide: Elements;
  /** Offers examples. */
  onExamples: () => void;
};

/** The class that a dialog is about, or all classes if there is none. */
type Opened = { classId?: string | undefined };

/** Where the focus goes when the element that opened a dialog is gone. */
function cardButton(classId: string | undefined): HTMLElement | null {
  const card = classId === undefined ? CARDS : `[data-class="${classId}"]`;
  return document.querySelector<HTMLElement>(`${card} button`);
}

/** Classes and their pictures, which come by camera, file, drop and paste. */
export function CollectColumn({ visible = true, guide, onExamples }: CollectColumnProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const column = useRef<HTMLElement>(null);
  const classes = useApp((state) => state.classes);
  const opened = useApp((state) => state.project !== undefined);
  const pictures = useApp(pictureCount);
  const next = useApp(nextToFill);
  const guided = useApp((state) => state.project?.settings?.example !== undefined);
  const { addClass, deleteClass, placeClass } = useApp.getState();
  const summary = t('classes.summary', { classes: classes.length, pictures });
  const [wantedInto, setRecordingInto] = useState<string>();
  const [newest, setNewest] = useState<string>();
  const [shown, setShown] = useState<Opened>({});
  const [aside, setAsideOf] = useState<Opened>({});
  const [said, setSaid] = useState('');
  const grid = useOpener(() => cardButton(shown.classId));
  const setAside = useOpener(() => cardButton(aside.classId));
  const cards = useRef<HTMLDivElement>(null);
  // An undo may remove the class as well. Then nothing is recorded, and a redo does not resume it.
  const recordingInto = classes.find(({ id }) => id === wantedInto)?.id;
  if (wantedInto !== recordingInto) setRecordingInto(undefined);
  const { over, addressOnly, dismiss } = usePageFiles(() => pasteTarget(recordingInto));
  const { first, settle } = useFirstVisit(grid.open);

  const openRecorder = (id: string | undefined) => {
    settle();
    setRecordingInto(id);
  };

  const showAll = (classId?: string) => {
    setShown({ classId });
    grid.show();
  };

  const askAside = (classId?: string) => {
    setAsideOf({ classId });
    setAside.show();
  };

  const place = async (id: string, index: number) => {
    const row = classes.find((each) => each.id === id);
    if (!row || index < 0 || index >= classes.length) return;
    settle();
    setSaid(
      t('classes.placed', { name: className(t, row), number: index + 1, total: classes.length }),
    );
    await placeClass(id, index);
  };
  const landing = useClassOrder(column, cards, (id, index) => place(id, index));

  const add = async () => {
    settle();
    const before = new Set(classes.map(({ id }) => id));
    const added = addClass();
    // The class is shown at once and written later, and its card has to know from the first that it
    // is new.
    setNewest(useApp.getState().classes.find(({ id }) => !before.has(id))?.id);
    await added;
  };

  const remove = async (id: string, index: number) => {
    settle();
    const deleted = deleteClass(id);
    const neighbour = classes[index + 1] ?? classes[index - 1];
    // The menu gives the focus back to a button that is gone too, so this waits until the menu has
    // closed.
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
        {pictures === 0 ? (
          <span className={styles.summary}>{summary}</span>
        ) : (
          <Button
            variant="link"
            className={styles.summary ?? ''}
            aria-label={t('classes.summaryShows', { summary })}
            onClick={() => showAll()}
          >
            {summary}
          </Button>
        )}
      </header>
      {guide}
      {first && !guided && (
        <div className={styles.first}>
          <p className={styles.title}>{t('first.title')}</p>
          <p className={styles.text}>
            <span>{`${t('first.text')} `}</span>
            <Button variant="link" onClick={onExamples}>
              {t('first.example')}
            </Button>
          </p>
        </div>
      )}
      <div ref={cards} className={styles.cards}>
        {classes.map((row, index) => (
          <ClassCard
            key={row.id}
            row={row}
            index={index}
            isNew={row.id === newest}
            isNext={row.id === next && recordingInto === undefined}
            recording={visible && row.id === recordingInto}
            onRecord={(open) => openRecorder(open ? row.id : undefined)}
            landing={
              landing === index
                ? 'above'
                : landing === classes.length && index === classes.length - 1
                  ? 'below'
                  : undefined
            }
            onPlace={(to) => place(row.id, to)}
            onShowAll={() => showAll(row.id)}
            onSetAside={() => askAside(row.id)}
            onDelete={() => remove(row.id, index)}
          />
        ))}
        {/* This stands among the classes, so that it does not take room from them. */}
        {opened && <AddClass first={first} awaiting={over} onAdd={() => add()} />}
      </div>
      {pictures > 0 && <TestSetLine onChange={() => askAside()} />}
      <LiveRegion message={said} />
      <div role="status">
        {addressOnly && (
          <Note kind="tip" close={{ label: t('common.close'), onClick: dismiss }}>
            {t('classes.addressOnly')}
          </Note>
        )}
      </div>
      <div className={styles.report}>
        <ImportReport />
      </div>
      {/* The dialog with all pictures has its own undo bar. */}
      <CollectUndo covered={grid.open} />
      {grid.open && <SamplesDialog classId={shown.classId} onClose={grid.close} />}
      {setAside.open && <SetAsideDialog classId={aside.classId} onClose={setAside.close} />}
    </section>
  );
}

/**
 * The words of the first visit, shown while there is nothing. The first picture does not remove
 * them, because what the person points at would move. The person's next action here does
 * (`settle`).
 */
function useFirstVisit(covered: boolean): { first: boolean; settle: () => void } {
  const empty = useApp((state) => pictureCount(state) === 0);
  const opened = useApp((state) => state.project !== undefined);
  const [seen, setSeen] = useState(false);
  if (opened && empty && !seen) setSeen(true);
  // While a dialog covers it, nobody points at it.
  if (covered && seen && !empty) setSeen(false);
  // The next import is such an action as well.
  const lastImport = useApp(
    ({ imports, project }) => imports.filter((each) => each.project.id === project?.id).at(-1)?.id,
  );
  const [knownImport, setKnownImport] = useState(lastImport);
  if (lastImport !== knownImport) {
    setKnownImport(lastImport);
    if (!empty) setSeen(false);
  }
  // Until the project has been read, what the last visit remembered decides.
  const begun = usePreferences((state) => state.begun);
  return { first: opened ? empty || seen : !begun, settle: () => setSeen(empty) };
}

/**
 * The first class without pictures. There is none while pictures that may belong to it are on their
 * way.
 */
function nextToFill({ classes, samples, imports }: AppState): string | undefined {
  // A class that is left out is not the next step.
  const used = classes.filter(({ off }) => !off);
  const counts = used.map(({ id }) => samplesOf(samples, id).length);
  const started = counts.some((count) => count > 0);
  if (started && imports.some(({ phase }) => phase === 'reading')) return undefined;
  return used[counts.indexOf(0)]?.id;
}
