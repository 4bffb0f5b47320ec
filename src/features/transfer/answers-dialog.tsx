import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { className } from '../../i18n/class-name';
import type { SecondTask } from '../../model/project';
import { pictureUrl } from '../../runtime/pictures';
import { useApp } from '../../store/app-store';
import { answerCounts, askedPictures } from '../../store/transfer/second-task';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { LatePicture } from '../../ui/late-picture';
import { LiveRegion } from '../../ui/live-region';
import { media, useMedia } from '../../ui/use-media';
import { VirtualGrid } from '../../ui/virtual-grid';
import styles from './answers-dialog.module.css';
import { useTexts } from './use-texts';

type AnswersDialogProps = {
  task: SecondTask;
  onClose: () => void;
};

const NONE: ReadonlySet<string> = new Set();
/** Wide enough for the name of an answer. */
const CELL = 84;

/**
 * All pictures, those without an answer first. A person selects some and answers them together, or
 * answers one after another with digit keys.
 */
export function AnswersDialog({ task, onClose }: AnswersDialogProps) {
  const { t, page } = useTexts();
  return (
    <Dialog
      open
      wide
      tall
      title={task.name || t('second.title')}
      closeLabel={page('common.close')}
      onOpenChange={(open) => open || onClose()}
    >
      <Pictures task={task} />
    </Dialog>
  );
}

function Pictures({ task }: { task: SecondTask }) {
  const { t, page } = useTexts();
  const project = useApp((state) => state.project);
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const { labelSamples } = useApp.getState();
  const [marked, setMarked] = useState(NONE);
  const gridBox = useRef<HTMLDivElement>(null);
  const touch = useMedia(media.touch);
  const findGrid = () => gridBox.current?.querySelector<HTMLElement>('[role="grid"]');

  // People open this for the pictures. Without this, the dialog's focus would start at its Close
  // button.
  useEffect(() => {
    gridBox.current?.querySelector<HTMLElement>('[role="grid"]')?.focus();
  }, []);

  const shown = useMemo(
    () => askedPictures({ project, classes, samples }),
    [project, classes, samples],
  );
  const ids = useMemo(() => shown.map(({ sample }) => sample.id), [shown]);
  const counts = useMemo(() => answerCounts(shown), [shown]);
  const without = counts.get(undefined) ?? 0;
  // Marked pictures may be gone after an undo.
  const selected = useMemo(() => new Set(ids.filter((id) => marked.has(id))), [ids, marked]);
  const said =
    selected.size > 0
      ? page('grid.selected', { count: selected.size })
      : without > 0
        ? t('second.without', { count: without })
        : t('second.whole');
  const nameOf = useCallback(
    (id: string | undefined) => {
      const number = task.labels.findIndex((label) => label.id === id);
      return task.labels[number]?.name || t('second.answer', { number: number + 1 });
    },
    [task, t],
  );

  const answer = (of: Iterable<string>, label: string | undefined) => {
    setMarked(NONE);
    labelSamples([...of], label);
  };
  const cellLabel = useCallback(
    (index: number) => {
      const each = shown[index];
      if (!each) return '';
      const { of, number, label } = each;
      const picture = page('classes.picture', { name: className(page, of), number });
      return t('second.picture', {
        picture,
        answer: label ? nameOf(label.id) : t('second.noAnswer'),
      });
    },
    [shown, nameOf, page, t],
  );
  const renderCell = useCallback(
    (id: string, index: number) => {
      const label = shown[index]?.label;
      return (
        <>
          <LatePicture id={id} read={pictureUrl} />
          {label && (
            <span aria-hidden className={styles.badge} translate="no">
              {nameOf(label.id)}
            </span>
          )}
        </>
      );
    },
    [shown, nameOf],
  );

  return (
    <>
      <div className={styles.bar}>
        <span className={styles.counts}>{said}</span>
        <LiveRegion message={said} />
        <Button
          variant="quiet"
          onClick={() => setMarked(selected.size === ids.length ? NONE : new Set(ids))}
        >
          {page(selected.size === ids.length ? 'grid.selectNone' : 'grid.selectAll')}
        </Button>
      </div>
      <fieldset className={styles.brushes}>
        <legend className="visually-hidden">{t('second.answers')}</legend>
        {[...task.labels.map(({ id }) => id), undefined].map((id, i) => (
          <Button
            key={id ?? 'none'}
            variant={id === undefined ? 'quiet' : 'default'}
            disabledReason={selected.size > 0 ? undefined : page('grid.selectFirst')}
            onClick={() => {
              answer(selected, id);
              findGrid()?.focus();
            }}
          >
            <kbd className={styles.digit}>{id === undefined ? 0 : i + 1}</kbd>
            <span>{id === undefined ? t('second.noAnswer') : nameOf(id)}</span>
            {id !== undefined && <span className={styles.count}>{counts.get(id) ?? 0}</span>}
          </Button>
        ))}
      </fieldset>
      <div ref={gridBox} className={styles.grid}>
        <VirtualGrid
          label={t('second.grid')}
          ids={ids}
          cellLabel={cellLabel}
          renderCell={renderCell}
          selected={selected}
          onSelect={setMarked}
          severalByClick
          cellSize={CELL}
          onDigit={(digit, active) => {
            if (digit > task.labels.length) return;
            answer(selected.size > 0 ? selected : [active], task.labels[digit - 1]?.id);
          }}
        />
      </div>
      <p className={styles.hint}>{t(touch ? 'second.hintTouch' : 'second.hint')}</p>
    </>
  );
}
