import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { Dialog } from '../../ui/dialog';
import { AddIcon, ArrowIcon, DeleteIcon, LockIcon } from '../../ui/icons';
import { LiveRegion } from '../../ui/live-region';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu';
import { Segmented } from '../../ui/segmented';
import { Select } from '../../ui/select';
import { media, useMedia } from '../../ui/use-media';
import { VirtualGrid } from '../../ui/virtual-grid';
import { CollectUndo } from './collect-undo';
import { PictureBadges } from './picture-badges';
import { type Filter, picturesShown, type Shown, type Use } from './pictures-shown';
import { SamplePicture } from './sample-picture';
import styles from './samples-dialog.module.css';

const ALL = 'all';

type SamplesDialogProps = {
  /** The class that is shown first, or all classes if there is none. */
  classId?: string | undefined;
  onClose: () => void;
};

/**
 * All pictures, or those of one class: select them, move them to another class, set them aside,
 * delete them, undo.
 */
export function SamplesDialog({ classId: first, onClose }: SamplesDialogProps) {
  const { t } = useTranslation();
  const [wanted, setFilter] = useState<Filter>({ classId: first, use: 'all' });
  const classes = useApp((state) => state.classes);
  // An undo may have removed the class.
  const of = classes.find(({ id }) => id === wanted.classId);
  const { use } = wanted;
  const filter = useMemo(() => ({ classId: of?.id, use }), [of?.id, use]);
  const title = of ? t('grid.title', { name: className(t, of) }) : t('grid.titleAll');
  return (
    <Dialog
      open
      wide
      tall
      title={title}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
    >
      <div className={styles.filters}>
        <Select
          label={t('grid.class')}
          hideLabel
          value={filter.classId ?? ALL}
          options={[
            { value: ALL, label: t('grid.allClasses') },
            ...classes.map((row) => ({ value: row.id, label: className(t, row) })),
          ]}
          onChange={(value) => setFilter({ use, classId: value === ALL ? undefined : value })}
        />
        <Segmented<Use>
          label={t('testSet.use')}
          value={use}
          options={[
            { value: 'all', label: t('grid.anyUse') },
            { value: 'learn', label: t('testSet.learn') },
            { value: 'test', label: t('testSet.test') },
          ]}
          onChange={(next) => setFilter({ ...filter, use: next })}
        />
      </div>
      <Pictures filter={filter} title={title} />
      <CollectUndo />
    </Dialog>
  );
}

function Pictures({ filter, title }: { filter: Filter; title: string }) {
  const { t } = useTranslation();
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const { deleteSamples, setAside } = useApp.getState();
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const gridBox = useRef<HTMLDivElement>(null);
  const touch = useMedia(media.touch);
  const findGrid = useCallback(
    () => gridBox.current?.querySelector<HTMLElement>('[role="grid"]') ?? null,
    [],
  );

  // People come for the pictures, whereas the dialog itself would start at its Close.
  useEffect(() => findGrid()?.focus(), [findGrid]);

  const shown = useMemo(
    () => picturesShown({ classes, samples }, filter),
    [classes, samples, filter],
  );
  const ids = useMemo(() => shown.map(({ sample }) => sample.id), [shown]);
  // Pictures that were selected but are no longer shown are left alone.
  const chosen = useMemo(
    () => shown.filter(({ sample }) => marked.has(sample.id)),
    [shown, marked],
  );
  const selected = useMemo(() => new Set(chosen.map(({ sample }) => sample.id)), [chosen]);
  const count = shown.length;
  const all = count > 0 && chosen.length === count;
  const whyNot = chosen.length === 0 ? t('grid.selectFirst') : undefined;
  const counts =
    chosen.length > 0
      ? t('grid.selected', { count: chosen.length })
      : t('units.picture', { count });
  const toTest = chosen.length === 0 || chosen.some(({ sample }) => !sample.test);

  const done = (act: (ids: string[]) => unknown) => {
    act([...selected]);
    findGrid()?.focus();
  };
  const cellLabel = useCallback(
    (index: number) => {
      const each = shown[index];
      if (!each) return '';
      const picture = t('classes.picture', { name: className(t, each.of), number: each.number });
      return each.sample.test ? t('testSet.picture', { picture }) : picture;
    },
    [shown, t],
  );
  const ofAll = filter.classId === undefined;
  const renderCell = useCallback(
    (id: string, index: number) => {
      const each = shown[index];
      return (
        <>
          <SamplePicture id={id} alt="" fileName={each?.sample.name} />
          <PictureBadges test={each?.sample.test ?? false} of={ofAll ? each?.of : undefined} />
        </>
      );
    },
    [shown, ofAll],
  );

  return (
    <>
      <div className={styles.bar}>
        <span className={styles.counts}>{counts}</span>
        <LiveRegion message={counts} />
        <Button
          variant="quiet"
          disabledReason={count === 0 ? t('grid.nothing') : undefined}
          onClick={() => setMarked(new Set(all ? [] : ids))}
        >
          {all ? t('grid.selectNone') : t('grid.selectAll')}
        </Button>
        <MoveMenu chosen={chosen} whyNot={whyNot} grid={findGrid} />
        <Button
          icon={<LockIcon />}
          disabledReason={whyNot}
          onClick={() => done((each) => setAside(each, toTest))}
        >
          {toTest ? t('testSet.useForTest') : t('testSet.useForLearning')}
        </Button>
        <Button icon={<DeleteIcon />} disabledReason={whyNot} onClick={() => done(deleteSamples)}>
          {t('grid.delete')}
        </Button>
      </div>
      {count === 0 ? (
        <p className={styles.empty}>
          {filter.use === 'test' ? t('testSet.empty') : t('grid.empty')}
        </p>
      ) : (
        <div ref={gridBox} className={styles.grid}>
          <VirtualGrid
            label={t('grid.label', { title })}
            ids={ids}
            cellLabel={cellLabel}
            renderCell={renderCell}
            selected={selected}
            onSelect={setMarked}
            severalByClick={touch}
            onDelete={() => deleteSamples([...selected])}
          />
        </div>
      )}
      <p className={styles.hint}>{t(touch ? 'grid.hintTouch' : 'grid.hint')}</p>
    </>
  );
}

type MoveMenuProps = {
  chosen: readonly Shown[];
  whyNot: string | undefined;
  /** Finds the grid, where the work goes on after the pictures have moved. */
  grid: () => HTMLElement | null;
};

function MoveMenu({ chosen, whyNot, grid }: MoveMenuProps) {
  const { t } = useTranslation();
  const moved = useRef(false);
  const classes = useApp((state) => state.classes);
  const { addClass, moveSamples } = useApp.getState();
  const button = (
    <Button icon={<ArrowIcon />} disabledReason={whyNot}>
      {t('grid.moveTo')}
    </Button>
  );
  const [first] = chosen;
  if (!first) return button;

  // If all of them are in one class, there is nothing to move into that class.
  const only = chosen.every(({ of }) => of === first.of) ? first.of : undefined;
  const targets = classes.filter((row) => row !== only);
  const moveTo = (target: string) => {
    moved.current = true;
    const others = chosen.filter(({ of }) => of.id !== target);
    moveSamples(
      others.map(({ sample }) => sample.id),
      target,
    );
  };
  const toNewClass = async () => {
    moved.current = true;
    const added = await addClass();
    if (added !== undefined) moveTo(added);
  };
  const focusAfter = () => {
    const goal = moved.current ? grid() : null;
    moved.current = false;
    return goal;
  };
  return (
    <Menu trigger={button} focusAfter={focusAfter}>
      {targets.map((row) => (
        <MenuItem
          key={row.id}
          icon={<ClassMark index={row.shape} colour={row.colour + 1} />}
          onSelect={() => moveTo(row.id)}
        >
          <span translate="no">{className(t, row)}</span>
        </MenuItem>
      ))}
      {targets.length > 0 && <MenuSeparator />}
      <MenuItem icon={<AddIcon />} onSelect={() => toNewClass()}>
        {t('grid.newClass')}
      </MenuItem>
    </Menu>
  );
}
