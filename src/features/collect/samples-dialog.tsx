import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { type AppState, useApp } from '../../store/app-store';
import { samplesOf } from '../../store/samples-by-class';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { Dialog } from '../../ui/dialog';
import { AddIcon, ArrowIcon, DeleteIcon } from '../../ui/icons';
import { LiveRegion } from '../../ui/live-region';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu';
import { media, useMedia } from '../../ui/use-media';
import { VirtualGrid } from '../../ui/virtual-grid';
import { CollectUndo } from './collect-undo';
import { SamplePicture } from './sample-picture';
import styles from './samples-dialog.module.css';

type SamplesDialogProps = { classId: string; name: string; onClose: () => void };

/** All pictures of a class: select, move to another class, delete, undo. */
export function SamplesDialog({ onClose, ...shown }: SamplesDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      wide
      tall
      title={t('grid.title', { name: shown.name })}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
    >
      <AllSamples {...shown} />
      <CollectUndo />
    </Dialog>
  );
}

function AllSamples({ classId, name }: Omit<SamplesDialogProps, 'onClose'>) {
  const { t } = useTranslation();
  const samples = useApp((state) => samplesOf(state.samples, classId));
  const deleteSamples = useApp((state) => state.deleteSamples);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const gridBox = useRef<HTMLDivElement>(null);
  const touch = useMedia(media.touch);
  const findGrid = useCallback(
    () => gridBox.current?.querySelector<HTMLElement>('[role="grid"]') ?? null,
    [],
  );

  // The pictures are what one comes for; the dialog itself would start at its Close.
  useEffect(() => findGrid()?.focus(), [findGrid]);

  const newestFirst = samples.toReversed();
  const ids = newestFirst.map(({ id }) => id);
  const selected = ids.filter((id) => marked.has(id));
  const count = samples.length;
  const all = count > 0 && selected.length === count;
  const whyNot = selected.length === 0 ? t('grid.selectFirst') : undefined;
  const counts =
    selected.length > 0
      ? t('grid.selected', { count: selected.length })
      : t('units.picture', { count });

  return (
    <>
      <div className={styles.bar}>
        <span className={styles.counts}>{counts}</span>
        <LiveRegion message={counts} />
        <Button
          variant="quiet"
          disabledReason={count === 0 ? t('grid.empty') : undefined}
          onClick={() => setMarked(new Set(all ? [] : ids))}
        >
          {all ? t('grid.selectNone') : t('grid.selectAll')}
        </Button>
        <MoveMenu classId={classId} ids={selected} whyNot={whyNot} grid={findGrid} />
        <Button
          icon={<DeleteIcon />}
          disabledReason={whyNot}
          onClick={() => {
            void deleteSamples(selected);
            findGrid()?.focus();
          }}
        >
          {t('grid.delete')}
        </Button>
      </div>
      {count === 0 ? (
        <p className={styles.empty}>{t('grid.empty')}</p>
      ) : (
        <div ref={gridBox} className={styles.grid}>
          <VirtualGrid
            label={t('grid.label', { name })}
            ids={ids}
            cellLabel={(index) => t('classes.picture', { name, number: count - index })}
            renderCell={(id, index) => (
              <SamplePicture id={id} alt="" fileName={newestFirst[index]?.name} />
            )}
            selected={new Set(selected)}
            onSelect={setMarked}
            severalByClick={touch}
            onDelete={() => void deleteSamples(selected)}
          />
        </div>
      )}
      <p className={styles.hint}>{t(touch ? 'grid.hintTouch' : 'grid.hint')}</p>
    </>
  );
}

type MoveMenuProps = {
  classId: string;
  ids: readonly string[];
  whyNot: string | undefined;
  /** Where one goes on once the pictures have moved. */
  grid: () => HTMLElement | null;
};

function MoveMenu({ classId, ids, whyNot, grid }: MoveMenuProps) {
  const { t } = useTranslation();
  const moved = useRef(false);
  const classes = useApp((state) => state.classes);
  const { addClass, moveSamples } = useApp.getState();
  const button = (
    <Button icon={<ArrowIcon />} disabledReason={whyNot}>
      {t('grid.moveTo')}
    </Button>
  );
  if (whyNot !== undefined) return button;

  const target = (row: AppState['classes'][number]) => (
    <MenuItem
      key={row.id}
      icon={<ClassMark index={row.shape} colour={row.colour + 1} />}
      onSelect={() => moveTo(row.id)}
    >
      {className(t, row)}
    </MenuItem>
  );
  const moveTo = (target: string) => {
    moved.current = true;
    void moveSamples(ids, target);
  };
  const focusAfter = () => {
    const goal = moved.current ? grid() : null;
    moved.current = false;
    return goal;
  };
  const toNewClass = async () => {
    moved.current = true;
    await moveSamples(ids, await addClass());
  };
  return (
    <Menu trigger={button} focusAfter={focusAfter}>
      {classes.filter(({ id }) => id !== classId).map(target)}
      {classes.length > 1 && <MenuSeparator />}
      <MenuItem icon={<AddIcon />} onSelect={() => void toNewClass()}>
        {t('grid.newClass')}
      </MenuItem>
    </Menu>
  );
}
