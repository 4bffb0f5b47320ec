// Training and validation as two lines that grow by a pass or an epoch. uPlot draws the lines; the
// rest is HTML.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { ChartFigure, type LegendEntry } from './chart-figure';
import { classes } from './classes';
import { placeOfLabel } from './kept-label';
import styles from './line-chart.module.css';
import { onThemeChange } from './on-theme-change';

export type LineChartPoint = {
  /** The pass or epoch, from 1. */
  x: number;
  training: number | null;
  validation: number | null;
};

export type LineChartTexts = {
  training: string;
  /** Undefined if there is no such line. */
  validation: string | undefined;
  showTable: string;
  showCurve: string;
  /** The heading of the table's first column: "Pass". */
  x: string;
  /** Shown in place of the lines: "The curve appears here, pass by pass". */
  empty: string;
};

type LineChartProps = {
  title: string;
  /**
   * If the lines belong to an earlier state, they are pale and this stands next to the title: "from
   * 14:31".
   */
  stamp?: string | undefined;
  /** What the lines say, in one sentence, for people who cannot see them. */
  summary: string;
  /** The array grows at its end during training. Another run brings a new array. */
  points: readonly LineChartPoint[];
  /** The end of the x axis, which starts at 1 and stays fixed. */
  mostX: number;
  /** Either fixed, or from 0 to the largest value. */
  y: readonly [number, number] | 'from-zero';
  formatX: (x: number) => string;
  /** The last tick of x, which also names the unit: "60 passes". */
  formatMostX: (x: number) => string;
  formatY: (y: number) => string;
  texts: LineChartTexts;
  /** The point that is kept, and what its line says: "best pass, kept". */
  kept?: { x: number; label: string } | undefined;
  low?: boolean | undefined;
  hideLegend?: boolean | undefined;
  hideX?: boolean | undefined;
};

/** The nearest 1, 2, 2.5 or 5 times a power of ten that is not below the value. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * power >= value) ?? 10;
  return Number((step * power).toPrecision(6));
}

function largest(points: readonly LineChartPoint[]): number {
  return points.reduce((most, p) => Math.max(most, p.training ?? 0, p.validation ?? 0), 0);
}

const columns = (points: readonly LineChartPoint[]) => ({
  x: points.map((p) => p.x),
  training: points.map((p) => p.training),
  validation: points.map((p) => p.validation),
});

type LinesProps = {
  points: readonly LineChartPoint[];
  xRange: readonly [number, number];
  yRange: readonly [number, number];
  /** Nothing can be drawn. */
  onFailure: () => void;
};

function Lines({ points, xRange, yRange, onFailure }: LinesProps) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const data = useRef<{ points: readonly LineChartPoint[] } & ReturnType<typeof columns>>({
    points: [],
    ...columns([]),
  });
  const ranges = useRef({ x: xRange, y: yRange });
  ranges.current = { x: xRange, y: yRange };

  const any = points.length > 0;
  useEffect(() => {
    const box = holder.current;
    // Only when there is something to draw, as most visits begin without a curve.
    if (!box || !any) return;
    const colour = (token: string) => () => getComputedStyle(box).getPropertyValue(token).trim();
    const lone = (u: uPlot) => u.data[0].length === 1;
    const series = (token: string, width: number, dash?: number[]): uPlot.Series => ({
      stroke: colour(token),
      width,
      ...(dash ? { dash } : {}),
      points: { show: lone, size: 6, fill: colour(token) },
    });
    const options = (): uPlot.Options => ({
      width: Math.max(1, box.clientWidth),
      height: Math.max(1, box.clientHeight),
      padding: [1, 1, 1, 1],
      pxAlign: 0,
      cursor: { show: false },
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: {
        x: { time: false, range: () => [...ranges.current.x] },
        y: { range: () => [...ranges.current.y] },
      },
      series: [{}, series('--ink-2', 1.5, [4, 3]), series('--accent', 2)],
    });
    let gone = false;
    let end = () => {};
    const draw = ({ default: Plot }: { default: typeof uPlot }) => {
      if (gone) return;
      const { x, training, validation } = data.current;
      const u = new Plot(options(), [x, training, validation], box);
      plot.current = u;
      const resized = new ResizeObserver(() => {
        if (box.clientWidth > 0) u.setSize({ width: box.clientWidth, height: box.clientHeight });
      });
      resized.observe(box);
      const forget = onThemeChange(() => u.redraw());
      end = () => {
        forget();
        resized.disconnect();
        u.destroy();
        plot.current = null;
      };
    };
    // uPlot's module throws where the browser's language is none, as WebKitGTK's "C". WebKit then
    // gives the next chart what there is of it.
    import('uplot').then(draw).catch(onFailure);
    return () => {
      gone = true;
      end();
      data.current = { points: [], ...columns([]) };
    };
  }, [any, onFailure]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new ranges redraw the same points
  useEffect(() => {
    const held = data.current;
    const grows =
      held.points.length <= points.length &&
      held.points.at(-1) === points[held.points.length - 1] &&
      held.points[0] === points[0];
    if (grows) {
      for (const point of points.slice(held.points.length)) {
        held.x.push(point.x);
        held.training.push(point.training);
        held.validation.push(point.validation);
      }
      held.points = points;
    } else data.current = { points, ...columns(points) };
    const { x, training, validation } = data.current;
    plot.current?.setData([x, training, validation]);
  }, [points, xRange[0], xRange[1], yRange[0], yRange[1]]);

  return <div ref={holder} className={styles.lines} />;
}

export function LineChart({
  title,
  stamp,
  summary,
  points,
  mostX,
  y,
  formatX,
  formatMostX,
  formatY,
  texts,
  kept,
  low = false,
  hideLegend = false,
  hideX = false,
}: LineChartProps) {
  const [bottom, top] = useMemo(
    () => (y === 'from-zero' ? [0, roundUp(largest(points) || 1)] : y),
    [y, points],
  );
  const endX = Math.max(2, mostX, points.at(-1)?.x ?? 0);
  const left = (x: number) => `${((x - 1) / (endX - 1)) * 100}%`;
  const parts = low ? 2 : 3;
  const gridYs = Array.from({ length: parts + 1 }, (_, i) => bottom + ((top - bottom) * i) / parts);
  const height = low && styles.low;
  const [drawable, setDrawable] = useState(true);
  const onFailure = useCallback(() => setDrawable(false), []);
  const label = placeOfLabel(points, kept?.x ?? 1, endX, [bottom, top]);

  const legend: LegendEntry[] = [{ name: texts.training, stroke: 'dashed' }];
  if (texts.validation !== undefined) legend.push({ name: texts.validation, stroke: 'firm' });

  return (
    <ChartFigure
      title={title}
      heading="h3"
      stamp={stamp}
      legend={hideLegend ? undefined : legend}
      summary={summary}
      texts={texts}
      grid={gridYs.map((value, i) => ({ at: i / parts, label: formatY(value) }))}
      chartClass={classes(styles.chart, height, !hideX && styles.withX)}
      tableClass={classes(styles.chart, height, !hideX && styles.withX)}
      tableOnly={!drawable}
      emptyTable={points.length === 0 ? texts.empty : undefined}
      table={
        <>
          <thead>
            <tr>
              <th scope="col">{texts.x}</th>
              <th scope="col">{texts.training}</th>
              {texts.validation !== undefined && <th scope="col">{texts.validation}</th>}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.x}>
                <th scope="row">
                  <span>{formatX(point.x)}</span>
                  {kept?.x === point.x && <span className={styles.keptRow}>{kept.label}</span>}
                </th>
                <td>{point.training === null ? '–' : formatY(point.training)}</td>
                {texts.validation !== undefined && (
                  <td>{point.validation === null ? '–' : formatY(point.validation)}</td>
                )}
              </tr>
            ))}
          </tbody>
        </>
      }
    >
      <Lines points={points} xRange={[1, endX]} yRange={[bottom, top]} onFailure={onFailure} />
      {kept && points.length > 0 && (
        <span className={styles.kept} style={{ left: left(kept.x) }}>
          {!low && (
            <span className={classes(styles.label, styles[label.side], styles[label.end])}>
              {kept.label}
            </span>
          )}
        </span>
      )}
      {points.length === 0 && <span className={styles.empty}>{texts.empty}</span>}
      {!hideX && (
        <span className={styles.ticksX}>
          <span className={styles.firstX}>{formatX(1)}</span>
          {kept && points.length > 0 && kept.x > endX * 0.08 && kept.x < endX * 0.75 && (
            <span className={styles.keptX} style={{ left: left(kept.x) }}>
              {formatX(kept.x)}
            </span>
          )}
          <span className={styles.lastX}>{formatMostX(endX)}</span>
        </span>
      )}
    </ChartFigure>
  );
}
