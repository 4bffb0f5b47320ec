// Lines through a few measured points, each with the spread of its measurements.
import { ChartFigure } from './chart-figure';
import { classes } from './classes';
import styles from './spread-chart.module.css';

export type SpreadPoint = {
  x: number;
  y: number;
  /** The least and the most of the values whose mean is `y`. Left out if there is only one. */
  low?: number;
  high?: number;
};

/**
 * The first line is solid and the second dashed, so that colour is not needed to tell them apart.
 */
export type SpreadSeries = { name: string; points: readonly SpreadPoint[] };

export type SpreadTexts = {
  /** The heading of the table's first column. */
  x: string;
  showTable: string;
  showCurve: string;
  /** Shown in place of the lines. */
  empty: string;
};

type SpreadChartProps = {
  title: string;
  /** What the lines say, for people who cannot see them. */
  summary: string;
  series: readonly [SpreadSeries, SpreadSeries];
  /** The labelled places along x. The first and the last are the ends of the axis. */
  ticks: readonly number[];
  /** Each doubling takes the same width. */
  log?: boolean | undefined;
  /** A horizontal line at what guessing would get. */
  level?: { y: number; label: string } | undefined;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** A value with its spread, in the table. */
  formatSpread: (point: SpreadPoint) => string;
  texts: SpreadTexts;
};

const GRID = [0, 0.5, 1];
/**
 * Ticks that are nearer than this to the last tick or to each other, as a share of the width, would
 * overlap.
 */
const TICK_ROOM = 0.07;

/** Values of y are shares, 0 to 1. */
export function SpreadChart({
  title,
  summary,
  series,
  ticks,
  log = false,
  level,
  formatX,
  formatY,
  formatSpread,
  texts,
}: SpreadChartProps) {
  const [first = 0, last = 1] = [ticks[0], ticks.at(-1)];
  const scale = (x: number) => (log ? Math.log(x) : x);
  const width = scale(last) - scale(first) || 1;
  const at = (x: number) => (scale(x) - scale(first)) / width;
  const xs = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort(
    (a, b) => a - b,
  );
  let lastTick = Number.NEGATIVE_INFINITY;
  const named = ticks.filter((x) => {
    const place = at(x);
    const fits = x === last || (place - lastTick >= TICK_ROOM && place <= 1 - TICK_ROOM);
    if (fits) lastTick = place;
    return fits;
  });

  return (
    <ChartFigure
      className={styles.figure}
      title={title}
      heading="h4"
      legend={series.map(({ name }, i) => ({ name, stroke: i === 0 ? 'firm' : 'dashed' }))}
      summary={summary}
      texts={texts}
      grid={GRID.map((y) => ({ at: y, label: formatY(y) }))}
      chartClass={styles.chart}
      tableClass={styles.table}
      table={
        <>
          <thead>
            <tr>
              <th scope="col">{texts.x}</th>
              {series.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {xs.map((x) => (
              <tr key={x}>
                <th scope="row">{formatX(x)}</th>
                {series.map(({ name, points }) => {
                  const point = points.find((each) => each.x === x);
                  return <td key={name}>{point ? formatSpread(point) : '–'}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </>
      }
    >
      {level && (
        <span className={styles.level} style={{ bottom: `${level.y * 100}%` }}>
          <span>{level.label}</span>
        </span>
      )}
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" className={styles.lines} aria-hidden>
        {series.map(({ name, points }, i) => (
          <g key={name} className={i === 0 ? styles.firmLine : styles.dashedLine}>
            <path
              className={styles.line}
              d={points.map(({ x, y }, k) => `${k ? 'L' : 'M'}${at(x)} ${1 - y}`).join('')}
            />
            {points.map(({ x, y, low = y, high = y }) => (
              <path key={x} className={styles.spread} d={`M${at(x)} ${1 - low}V${1 - high}`} />
            ))}
          </g>
        ))}
      </svg>
      {/* HTML, as browsers stretch the cap of a line without length along with the chart. */}
      {series.map(({ name, points }, i) =>
        points.map(({ x, y }) => (
          <span
            key={`${name} ${x}`}
            className={i === 0 ? styles.dot : styles.square}
            style={{ left: `${at(x) * 100}%`, bottom: `${y * 100}%` }}
            data-point={i}
          />
        )),
      )}
      {xs.length === 0 && <span className={styles.empty}>{texts.empty}</span>}
      <span className={styles.ticksX}>
        {named.map((x) => (
          <span
            key={x}
            className={classes(x === first && styles.firstX, x === last && styles.lastX)}
            style={{ left: `${at(x) * 100}%` }}
          >
            {formatX(x)}
          </span>
        ))}
      </span>
      <span className={styles.nameX}>{texts.x}</span>
    </ChartFigure>
  );
}
