// The frame of every line chart: title, legend, grid, and a table that can take the chart's place.
import { type ReactNode, useId, useState } from 'react';
import styles from './chart-figure.module.css';
import { classes } from './classes';
import type { Elements } from './elements';
import { IconButton } from './icon-button';
import { CurveIcon, TableIcon } from './icons';

/** Strokes tell the lines apart, so that colour is not needed. */
export type LegendEntry = { name: string; stroke: 'firm' | 'dashed' };

type ChartFigureProps = {
  title: string;
  /** The heading's level in the page's outline. */
  heading: 'h3' | 'h4';
  /**
   * If the lines belong to an earlier state, they are pale and this stands next to the title: "from
   * 14:31".
   */
  stamp?: string | undefined;
  legend?: readonly LegendEntry[] | undefined;
  /** What the lines say, in one sentence, for people who cannot see them. */
  summary: string;
  texts: { showTable: string; showCurve: string };
  /** Horizontal lines, from the lowest to the highest. `at` is a share of the height, 0 to 1. */
  grid: readonly { at: number; label: string }[];
  /** The same figures, as a table's head and body. */
  table: ReactNode;
  /** The lines cannot be drawn: the table stays in their place. */
  tableOnly?: boolean | undefined;
  /** Shown in place of the table's rows when there are none. */
  emptyTable?: string | undefined;
  /** Classes for the whole, and for the chart and the table, which set their heights. */
  className?: string | undefined;
  chartClass: string | undefined;
  tableClass: string | undefined;
  /** The lines and their ticks, which lie over the grid. */
  children: Elements;
};

export function ChartFigure({
  title,
  heading: Heading,
  stamp,
  legend,
  summary,
  texts,
  grid,
  table,
  tableOnly = false,
  emptyTable,
  className,
  chartClass,
  tableClass,
  children,
}: ChartFigureProps) {
  const titleId = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className={className} aria-labelledby={titleId}>
      <figcaption className={styles.head}>
        <Heading id={titleId}>{title}</Heading>
        {stamp !== undefined && <span className={styles.stamp}>{stamp}</span>}
        {legend && (
          <span className={styles.legend} aria-hidden>
            {legend.map(({ name, stroke }) => (
              <span key={name} className={styles[stroke]}>
                {name}
              </span>
            ))}
          </span>
        )}
        {!tableOnly && (
          <IconButton
            className={styles.toggle}
            size="dense"
            label={asTable ? texts.showCurve : texts.showTable}
            icon={asTable ? <CurveIcon /> : <TableIcon />}
            onClick={() => setAsTable(!asTable)}
          />
        )}
      </figcaption>
      {asTable || tableOnly ? (
        <section
          className={classes(styles.table, tableClass)}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          tabIndex={0}
          aria-labelledby={titleId}
        >
          <table>{table}</table>
          {emptyTable !== undefined && <p className={styles.none}>{emptyTable}</p>}
        </section>
      ) : (
        <div className={classes(styles.chart, chartClass)}>
          <div className={styles.plot} role="img" aria-label={summary}>
            {grid.map(({ at, label }, i) => (
              <span
                key={at}
                className={i === 0 ? styles.axis : styles.grid}
                style={{ bottom: `${at * 100}%` }}
              >
                <span className={styles.tickY}>{label}</span>
              </span>
            ))}
            {children}
          </div>
        </div>
      )}
    </figure>
  );
}
