import { type CSSProperties, useId, useMemo } from 'react';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import { useApp } from '../../store/app-store';
import { fingerprintOf } from '../../store/transfer/fingerprint';
import { useLab } from '../../store/transfer/lab';
import { type Compared, compareStrategies } from '../../store/transfer/strategy-comparison';
import { Muted } from '../../ui/muted';
import styles from './strategy-comparison.module.css';
import { useTexts } from './use-texts';

/**
 * Every strategy that ran, side by side: what each got right, and at what price. The others must
 * beat the frozen backbone.
 */
export function StrategyComparison() {
  const { t } = useTexts();
  const id = useId();
  const measured = useLab((state) => state.measured);
  const now = useApp(fingerprintOf);
  const comparison = useMemo(() => compareStrategies(measured), [measured]);
  const { list, sentences } = formatsFor(currentLanguage());
  if (!comparison) return null;
  const { rows, others, fingerprint } = comparison;
  const total = rows[0]?.evaluation.total ?? 0;
  return (
    <div className={styles.compared}>
      <h4 id={id} className={styles.title}>
        {t('compare.title')}
      </h4>
      {total >= ENOUGH_FOR_A_RATE ? (
        <Dots rows={rows} />
      ) : (
        <Muted small>{t('compare.tooFew')}</Muted>
      )}
      <Figures rows={rows} titleId={id} />
      <Muted small>
        {sentences([
          t('compare.from', { count: total }),
          rows[0]?.standing === undefined && t('compare.noBaseline'),
          fingerprint !== now && t('strategies.outdated'),
          others.length > 0 &&
            t('compare.others', {
              names: list(others.map((each) => t(`strategies.name.${each}`))),
            }),
        ])}
      </Muted>
    </div>
  );
}

const share = ({ evaluation: { right, total } }: Compared) => right / total;

/** A dot with its interval for each strategy, and the baseline across all of them. */
function Dots({ rows }: { rows: readonly Compared[] }) {
  const { t } = useTexts();
  const { percent } = formatsFor(currentLanguage());
  const baseline = rows.find(({ standing }) => standing === 'baseline');
  const guessing = rows[0]?.evaluation.guessing ?? 0;
  const at = { '--guessing': guessing, '--baseline': baseline && share(baseline) };
  const said = rows
    .map((row) => {
      const { low, high } = row.evaluation;
      const name = t(`strategies.name.${row.strategy}`);
      return t('compare.said', { name, share: share(row), low, high });
    })
    .join(' ');
  return (
    <div
      className={styles.chart}
      role="img"
      aria-label={`${t('compare.chart', { guessing })} ${said}`}
      style={at as CSSProperties}
    >
      {rows.map((row) => (
        <div key={row.strategy} className={styles.row}>
          <span className={styles.name}>{t(`strategies.name.${row.strategy}`)}</span>
          <span
            className={styles.track}
            data-baseline={row.standing === 'baseline' || undefined}
            style={
              {
                '--low': row.evaluation.low,
                '--high': row.evaluation.high,
                '--at': share(row),
              } as CSSProperties
            }
          >
            <span className={styles.guessing} />
            {baseline && <span className={styles.line} />}
            <span className={styles.band} />
            <span className={styles.dot} />
          </span>
        </div>
      ))}
      <div className={styles.row}>
        <span />
        <span className={styles.ticks}>
          <span>{percent(0)}</span>
          <span className={styles.guessingTick}>{t('strategies.guessing')}</span>
          <span>{percent(1)}</span>
        </span>
      </div>
    </div>
  );
}

function Figures({ rows, titleId }: { rows: readonly Compared[]; titleId: string }) {
  const { t } = useTexts();
  const forget = rows.some(({ forgotten }) => forgotten);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-labelledby={titleId}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('compare.strategy')}</th>
            <th scope="col">{t('compare.accuracy')}</th>
            <th scope="col">{t('strategies.time')}</th>
            <th scope="col">{t('strategies.trained')}</th>
            <th scope="col">{t('compare.ninety')}</th>
            {forget && <th scope="col">{t('compare.forgotten')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.strategy} row={row} forget={forget} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row, forget }: { row: Compared; forget: boolean }) {
  const { t } = useTexts();
  const { duration, large } = formatsFor(currentLanguage());
  const { strategy, evaluation, standing, difference, ninety, forgotten } = row;
  const { right, total, low, high } = evaluation;
  const points = Math.round(Math.abs(difference?.difference ?? 0) * 100);
  /** With so few pictures there is no standing to report. The baseline is always one. */
  const told = total >= ENOUGH_FOR_A_RATE || standing === 'baseline' ? standing : undefined;
  return (
    <tr data-baseline={standing === 'baseline' || undefined}>
      <th scope="row">
        <span>{t(`strategies.name.${strategy}`)}</span>
        {told && <small data-standing={told}>{t(`compare.standing.${told}`, { points })}</small>}
      </th>
      <td>
        {total >= ENOUGH_FOR_A_RATE && (
          <>
            <span>{`${t('strategies.rate', { share: right / total })} `}</span>
            <Muted as="span" small>
              {`${t('strategies.between', { low, high })} `}
            </Muted>
          </>
        )}
        <Muted as="span" small>
          {t('compare.right', { right, total })}
        </Muted>
      </td>
      <td>{duration(row.msTrain)}</td>
      <td>{large(row.trainedParameters)}</td>
      <td>{ninety ? t(`strategies.ninetyAt.${ninety.unit}`, { at: ninety.pass }) : '–'}</td>
      {forget && (
        <td>
          {forgotten
            ? t(
                forgotten.total >= ENOUGH_FOR_A_RATE
                  ? 'compare.forgottenOf'
                  : 'strategies.forgottenOf',
                {
                  share: forgotten.changed / forgotten.total,
                  changed: forgotten.changed,
                  total: forgotten.total,
                },
              )
            : '–'}
        </td>
      )}
    </tr>
  );
}
