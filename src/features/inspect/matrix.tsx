// The confusion matrix as a table. Rows are the true classes, columns what was said. Arrow keys
// move between its buttons.
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { Evaluation } from '../../model/evaluation';
import { type Cell, matrixRows, rateView } from '../../store/inspect/answers';
import { ClassLabel } from './class-label';
import styles from './matrix.module.css';
import { useClassName } from './use-class-name';

type MatrixProps = {
  evaluation: Evaluation;
  classes: readonly string[];
  by: 'counts' | 'shares';
  open: Cell | undefined;
  /** Left out if the pictures behind the cells are not known. */
  onOpen: ((cell: Cell | undefined) => void) | undefined;
};

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function Matrix({ evaluation, classes, by, open, onOpen }: MatrixProps) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const { percent, number } = formatsFor(currentLanguage());
  const rows = matrixRows(evaluation);
  const few = rateView(evaluation).kind === 'few';
  const [wanted, setAt] = useState<Cell>();
  const has = ({ label, said }: Cell) => (evaluation.confusion[label]?.[said] ?? 0) > 0;
  const all = classes.flatMap((_, label) => classes.map((_, said) => ({ label, said })));
  // Only one of the cells can be reached with the Tab key.
  const at = wanted && has(wanted) ? wanted : all.find(has);
  const same = (one: Cell | undefined, { label, said }: Cell) =>
    one?.label === label && one.said === said;

  /** Moves to the next button in that direction. */
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const step = STEPS[event.key];
    if (!step || !at) return;
    event.preventDefault();
    let next = { label: at.label + step[0], said: at.said + step[1] };
    while (classes[next.label] !== undefined && classes[next.said] !== undefined) {
      if (has(next)) {
        setAt(next);
        event.currentTarget
          .querySelector<HTMLElement>(`[data-cell="${next.label}-${next.said}"]`)
          ?.focus();
        return;
      }
      next = { label: next.label + step[0], said: next.said + step[1] };
    }
  };

  const cell = (label: number, said: number, count: number, share: number | undefined) => {
    const text = by === 'counts' || share === undefined ? number(count) : percent(share);
    const kind = label === said ? styles.right : styles.wrong;
    if (count === 0) return <span className={`${styles.cell} ${styles.zero}`}>{number(0)}</span>;
    if (!onOpen) return <span className={`${styles.cell} ${kind}`}>{text}</span>;
    const here = { label, said };
    return (
      <button
        type="button"
        className={`${styles.cell} ${kind}`}
        data-cell={`${label}-${said}`}
        tabIndex={same(at, here) ? 0 : -1}
        aria-expanded={same(open, here)}
        aria-label={t(label === said ? 'inspect.matrix.right' : 'inspect.matrix.wrong', {
          is: nameOf(classes[label] ?? ''),
          said: nameOf(classes[said] ?? ''),
          count,
        })}
        onFocus={() => setAt(here)}
        onClick={() => onOpen(same(open, here) ? undefined : here)}
      >
        {text}
      </button>
    );
  };

  return (
    <div className={styles.box} tabIndex={onOpen ? undefined : 0}>
      <table className={styles.matrix} onKeyDown={onKeyDown}>
        <caption className="visually-hidden">{t('inspect.matrix.caption')}</caption>
        <thead>
          <tr>
            <td className={styles.corner} />
            {classes.map((id) => (
              <th key={id} scope="col">
                <ClassLabel id={id} />
              </th>
            ))}
            <th scope="col">{t('inspect.matrix.found')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells, shares, there }, label) => (
            <tr key={classes[label]}>
              <th scope="row">
                <ClassLabel id={classes[label] ?? ''} />
              </th>
              {cells.map((count, said) => (
                <td key={classes[said]}>{cell(label, said, count, shares?.[said])}</td>
              ))}
              <td>
                <Margin right={cells[label] ?? 0} of={there} few={few} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('inspect.matrix.whenSaid')}</th>
            {classes.map((id, said) => {
              const total = rows.reduce((sum, { cells }) => sum + (cells[said] ?? 0), 0);
              const right = rows[said]?.cells[said] ?? 0;
              return (
                <td key={id}>
                  <Margin right={right} of={total} few={few} />
                </td>
              );
            })}
            <td>
              <Margin right={evaluation.right} of={evaluation.total} few={few} />
            </td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

type MarginProps = { right: number; of: number; few: boolean };

/** A share with its count. If there are too few pictures, only the counts. */
function Margin({ right, of, few }: MarginProps) {
  const { t } = useTranslation();
  const { number, percent } = formatsFor(currentLanguage());
  return (
    <span className={styles.margin}>
      <b>{few ? number(right) : of === 0 ? '–' : percent(right / of)}</b>
      <span>{` ${t('inspect.matrix.of', { count: of })}`}</span>
    </span>
  );
}
