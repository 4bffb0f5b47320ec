// Thousands of points on a canvas. Each can be found by pointer, by arrow keys and by drawing a
// line around some of them.
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { classes } from './classes';
import { LiveRegion } from './live-region';
import { onThemeChange } from './on-theme-change';
import styles from './scatter.module.css';
import { type DrawnPoint, drawOver, drawPoints, MARGIN, REACH } from './scatter-draw';
import {
  type Direction,
  gridOf,
  type Place,
  type PointGrid,
  pointAt,
  pointsInside,
  pointTowards,
} from './scatter-points';

export type ScatterPoint = DrawnPoint & { id: string };

type ScatterProps = {
  label: string;
  /** How to use it by keyboard, for people who cannot see it. */
  description: string;
  /** Places are from 0 to 1, to the right and down. */
  points: readonly ScatterPoint[];
  /** The point's name: "Bees, taken for Ants". */
  pointLabel: (index: number) => string;
  /** What floats next to the point under the pointer. */
  renderPoint: (index: number) => ReactNode;
  selected: ReadonlySet<string>;
  onSelect: (selected: ReadonlySet<string>) => void;
  onOpen: (id: string) => void;
  /** Dragging draws a line around points, and a click adds or removes one point. */
  lasso: boolean;
};

const MOST_RINGS = 100;

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

export function Scatter({
  label,
  description,
  points,
  pointLabel,
  renderPoint,
  selected,
  onSelect,
  onOpen,
  lasso,
}: ScatterProps) {
  const descriptionId = useId();
  const box = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const over = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [wanted, setActive] = useState<string>();
  const [spoken, setSpoken] = useState('');
  const [line, setLine] = useState<Place[]>([]);
  const drawing = useRef(false);
  const grid = useRef<PointGrid>(undefined);

  const placed = useMemo(
    () =>
      points.map(({ x, y }) => ({
        x: MARGIN + x * (size.width - 2 * MARGIN),
        y: MARGIN + y * (size.height - 2 * MARGIN),
      })),
    [points, size],
  );
  const index = useMemo(() => new Map(points.map(({ id }, i) => [id, i])), [points]);
  const active = wanted === undefined ? undefined : index.get(wanted);
  const at = active === undefined ? undefined : placed[active];

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const resized = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    resized.observe(element);
    return () => resized.disconnect();
  }, []);

  useEffect(() => {
    const canvas = base.current;
    if (!canvas) return;
    const isChosen =
      selected.size > 0 ? (i: number) => selected.has(points[i]?.id ?? '') : undefined;
    const draw = () => drawPoints(canvas, size, placed, points, isChosen);
    // Drawn in a task of its own, because with thousands of points neither the drawing nor what
    // caused it is short.
    const frame = requestAnimationFrame(draw);
    const stop = onThemeChange(draw);
    return () => {
      cancelAnimationFrame(frame);
      stop();
    };
  }, [points, placed, size, selected]);

  useEffect(() => {
    if (!over.current) return;
    // More rings would hide the points that they surround.
    const ringed = selected.size > MOST_RINGS ? [] : [...selected];
    const chosen = ringed.flatMap((id) => placed[index.get(id) ?? -1] ?? []);
    drawOver(over.current, size, { chosen, active: at, line });
  }, [selected, placed, index, size, at, line]);

  /** The point that a place means. */
  const meant = (place: Place) => {
    // Built when it is first needed, and not at each change of the points.
    if (grid.current?.points !== placed) grid.current = gridOf(placed, REACH);
    return pointAt(grid.current, place);
  };

  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect(next);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    const go = (next: number | undefined) => {
      const point = next === undefined ? undefined : points[next];
      if (next === undefined || !point) return;
      setActive(point.id);
      setSpoken(pointLabel(next));
    };
    if (direction) go(active === undefined ? 0 : pointTowards(placed, active, direction));
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(points.length - 1);
    else if (event.key === 'Enter' && wanted !== undefined && active !== undefined) onOpen(wanted);
    else if (event.key === ' ' && wanted !== undefined && active !== undefined) toggle(wanted);
    else if (event.key === 'Escape' && selected.size > 0) onSelect(new Set());
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const placeOf = ({ clientX, clientY, currentTarget }: PointerEvent): Place => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (!lasso || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drawing.current = true;
    setLine([placeOf(event)]);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const here = placeOf(event);
    if (drawing.current) return setLine((before) => [...before, here]);
    const found = meant(here);
    setActive(found === undefined ? undefined : points[found]?.id);
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const inside = drawing.current ? pointsInside(placed, line) : [];
    drawing.current = false;
    setLine([]);
    if (inside.length > 0) {
      const ids = inside.flatMap((i) => points[i]?.id ?? []);
      return onSelect(new Set(event.shiftKey ? [...selected, ...ids] : ids));
    }
    const found = meant(placeOf(event));
    const id = found === undefined ? undefined : points[found]?.id;
    if (id === undefined || event.button !== 0) return;
    if (lasso) toggle(id);
    else onOpen(id);
  };
  const onPointerCancel = () => {
    drawing.current = false;
    setLine([]);
  };

  return (
    <div
      ref={box}
      className={classes(styles.box, lasso && styles.lasso)}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it moves between its points itself
      tabIndex={0}
      aria-label={label}
      aria-describedby={descriptionId}
      data-own-escape={selected.size > 0 || undefined}
      data-pointed={active !== undefined || undefined}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerCancel}
      onPointerLeave={() => drawing.current || setActive(undefined)}
    >
      <canvas ref={base} className={styles.canvas} />
      <canvas ref={over} className={styles.canvas} />
      <span id={descriptionId} hidden>
        {description}
      </span>
      <LiveRegion message={spoken} />
      {at && active !== undefined && line.length === 0 && (
        <div
          aria-hidden
          className={styles.card}
          style={{
            [at.x < size.width / 2 ? 'left' : 'right']:
              at.x < size.width / 2 ? at.x + REACH : size.width - at.x + REACH,
            [at.y < size.height / 2 ? 'top' : 'bottom']:
              at.y < size.height / 2 ? at.y + REACH : size.height - at.y + REACH,
          }}
        >
          {renderPoint(active)}
        </div>
      )}
    </div>
  );
}
