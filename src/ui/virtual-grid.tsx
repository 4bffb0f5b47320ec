// A grid of square cells that stays smooth with tens of thousands, because only visible rows exist.
// The grid itself holds the focus and names its active cell, so that scrolling never loses it.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot leave out the rows that are not in sight
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus
// biome-ignore-all lint/a11y/noStaticElementInteractions: the cells' clicks are heard in one place
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid hears the keys
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import styles from './virtual-grid.module.css';

export type CellState = { selected: boolean; active: boolean };

type VirtualGridProps = {
  label: string;
  /** The cells' ids, in their order. */
  ids: readonly string[];
  /** The cell's name for screen readers: "Picture 12 of 214". */
  cellLabel: (index: number) => string;
  /**
   * If this and `cellLabel` stay the same functions, cells that have not changed are not rendered
   * again.
   */
  renderCell: (id: string, index: number, state: CellState) => ReactNode;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  /**
   * A click adds or removes one cell, as a tap always does. For people who have no Ctrl or Shift to
   * hold.
   */
  severalByClick?: boolean | undefined;
  onOpen?: ((id: string) => void) | undefined;
  onDelete?: (() => void) | undefined;
  /** Called when a digit was pressed while this cell was active. */
  onDigit?: ((digit: number, id: string) => void) | undefined;
  /** The minimum width of a cell, and the gap between cells, in px. */
  cellSize?: number | undefined;
  gap?: number | undefined;
};

const OVERSCAN_ROWS = 3;

export function VirtualGrid({
  label,
  ids,
  cellLabel,
  renderCell,
  selected,
  onSelect,
  severalByClick = false,
  onOpen,
  onDelete,
  onDigit,
  cellSize = 72,
  gap = 6,
}: VirtualGridProps) {
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [wanted, setActive] = useState(0);
  const anchor = useRef(0);
  /**
   * A drag that began on a cell: which cell it is over now, and what stays selected besides the
   * cells that it covers.
   */
  const drawn = useRef<{ from: number; to: number; beside: ReadonlySet<string> }>(undefined);

  const active = Math.min(wanted, ids.length - 1);
  const columns = Math.max(1, Math.floor((width + gap) / (cellSize + gap)));
  const side = Math.max(1, (width - gap * (columns - 1)) / columns);
  const rowCount = Math.ceil(ids.length / columns);

  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => side,
    gap,
    overscan: OVERSCAN_ROWS,
  });

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const resized = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 0));
    resized.observe(box);
    return () => resized.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are measured anew when the cells change size
  useEffect(() => rows.measure(), [side]);

  const range = (from: number, to: number) =>
    new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1));
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };
  const goTo = (index: number, extend: boolean) => {
    const next = Math.max(0, Math.min(ids.length - 1, index));
    setActive(next);
    rows.scrollToIndex(Math.floor(next / columns));
    if (extend) onSelect(range(anchor.current, next));
    else anchor.current = next;
  };

  /** The cell to which a key leads from the active one. */
  const target = (key: string): number | undefined => {
    const pageRows = Math.floor((scroller.current?.clientHeight ?? 0) / (side + gap)) - 1;
    const page = columns * Math.max(1, pageRows);
    const targets: Record<string, number> = {
      ArrowLeft: active - 1,
      ArrowRight: active + 1,
      ArrowUp: active < columns ? active : active - columns,
      ArrowDown: active + columns < ids.length ? active + columns : active,
      Home: 0,
      End: ids.length - 1,
      PageUp: active - page,
      PageDown: active + page,
    };
    return targets[key];
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const id = ids[active];
    if (id === undefined) return;
    const next = target(event.key);
    if (next !== undefined) goTo(next, event.shiftKey);
    else if (event.key === ' ') {
      anchor.current = active;
      toggle(id);
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey))
      onSelect(new Set(ids));
    else if (event.key === 'Enter' && onOpen) onOpen(id);
    else if ((event.key === 'Delete' || event.key === 'Backspace') && onDelete && selected.size > 0)
      onDelete();
    else if (onDigit && /^\d$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey)
      onDigit(Number(event.key), id);
    else if (event.key === 'Escape' && selected.size > 0) onSelect(new Set());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The cell in which an event took place. */
  const cellOf = ({ target }: MouseEvent) => {
    const cell = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null;
    const index = cell ? Number(cell.dataset.index) : -1;
    const id = ids[index];
    return id === undefined ? undefined : { id, index };
  };

  const onPointerDown = (event: PointerEvent) => {
    const cell = event.pointerType === 'mouse' && event.button === 0 ? cellOf(event) : undefined;
    const several = event.ctrlKey || event.metaKey || severalByClick;
    drawn.current = cell && {
      from: cell.index,
      to: cell.index,
      beside: several ? selected : new Set(),
    };
  };

  /** Extends the selection from where the mouse went down, as Shift does. */
  const onPointerMove = (event: PointerEvent) => {
    const { current } = drawn;
    const cell = current && event.buttons === 1 ? cellOf(event) : undefined;
    if (!current || !cell || cell.index === current.to) return;
    current.to = cell.index;
    setActive(cell.index);
    onSelect(new Set([...current.beside, ...range(current.from, cell.index)]));
  };

  const onClick = (event: MouseEvent) => {
    const cell = cellOf(event);
    if (!cell) return;
    const { id, index } = cell;
    const byTouch = 'pointerType' in event.nativeEvent && event.nativeEvent.pointerType === 'touch';
    setActive(index);
    if (event.shiftKey) return onSelect(range(anchor.current, index));
    anchor.current = index;
    if (event.ctrlKey || event.metaKey || byTouch || severalByClick) toggle(id);
    else onSelect(new Set([id]));
  };

  return (
    <div
      ref={scroller}
      className={styles.grid}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-multiselectable
      aria-rowcount={rowCount}
      aria-colcount={columns}
      aria-activedescendant={ids.length > 0 ? `${gridId}-${active}` : undefined}
      data-own-escape={selected.size > 0 || undefined}
      onKeyDown={onKeyDown}
    >
      <div
        className={styles.all}
        role="presentation"
        style={{ height: rows.getTotalSize() }}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onClick={onClick}
        onDoubleClick={(event) => {
          const cell = cellOf(event);
          if (cell) onOpen?.(cell.id);
        }}
      >
        {rows.getVirtualItems().map((row) => (
          <div
            key={row.key}
            role="row"
            aria-rowindex={row.index + 1}
            className={styles.row}
            style={{
              height: side,
              gap,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
              transform: `translateY(${row.start}px)`,
            }}
          >
            {ids.slice(row.index * columns, (row.index + 1) * columns).map((id, column) => {
              const index = row.index * columns + column;
              return (
                <Cell
                  key={id}
                  domId={`${gridId}-${index}`}
                  id={id}
                  index={index}
                  column={column}
                  selected={selected.has(id)}
                  active={index === active}
                  cellLabel={cellLabel}
                  renderCell={renderCell}
                />
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

type CellProps = CellState &
  Pick<VirtualGridProps, 'cellLabel' | 'renderCell'> & {
    domId: string;
    id: string;
    index: number;
    column: number;
  };

const Cell = memo(function Cell({
  domId,
  id,
  index,
  column,
  selected,
  active,
  cellLabel,
  renderCell,
}: CellProps) {
  return (
    <div
      id={domId}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={selected}
      aria-label={cellLabel(index)}
      className={styles.cell}
      data-index={index}
      data-active={active || undefined}
    >
      {renderCell(id, index, { selected, active })}
    </div>
  );
});
