import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { Calibration } from '../../model/evaluation';
import { trustOf } from '../../store/inspect/answers';
import { IconButton } from '../../ui/icon-button';
import { CurveIcon, TableIcon } from '../../ui/icons';
import { Muted } from '../../ui/muted';
import { Panel } from '../../ui/panel';
import { ReliabilityDiagram } from '../../ui/reliability-diagram';
import styles from './calibration-card.module.css';

/** Whether it is right as often as it claims. */
export function CalibrationCard({ calibration }: { calibration: Calibration | undefined }) {
  const { t } = useTranslation();
  const { percent, points, number } = formatsFor(currentLanguage());
  const [asTable, setAsTable] = useState(false);
  const title = t('inspect.trust.title');
  const trust = calibration && trustOf(calibration);
  if (!trust || trust.kind === 'too-few') {
    return (
      <Panel title={title}>
        <Muted small>
          {trust
            ? t('inspect.trust.tooFew', { count: trust.count })
            : t('inspect.trust.unmeasured')}
        </Muted>
      </Panel>
    );
  }
  const filled = calibration.bins.filter(({ count }) => count > 0);
  const { example } = trust;
  return (
    <Panel
      title={title}
      aside={
        <IconButton
          size="dense"
          label={t(asTable ? 'chart.showCurve' : 'chart.showTable')}
          icon={asTable ? <CurveIcon /> : <TableIcon />}
          onClick={() => setAsTable(!asTable)}
        />
      }
    >
      <div className={styles.body}>
        {asTable ? (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('inspect.trust.says')}</th>
                <th scope="col">{t('inspect.trust.isRight')}</th>
                <th scope="col">{t('inspect.trust.answers')}</th>
              </tr>
            </thead>
            <tbody>
              {filled.map(({ low, high, count, accuracy = 0 }) => (
                <tr key={low}>
                  <th scope="row">{`${points(low)}–${percent(high)}`}</th>
                  <td>{percent(accuracy)}</td>
                  <td>{number(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <ReliabilityDiagram
            label={title}
            bins={calibration.bins}
            before={calibration.binsBefore}
            texts={{
              x: t('inspect.trust.says'),
              y: t('inspect.trust.isRight'),
              start: '0',
              end: percent(1),
            }}
          />
        )}
        <div className={styles.words}>
          <p>
            <b>{`${t(`inspect.trust.${trust.kind}`)} `}</b>
            {example && (
              <span>
                {t('inspect.trust.example', {
                  says: example.says,
                  times: Number(points(example.right)),
                })}
              </span>
            )}
          </p>
          <Muted small>
            {t('inspect.trust.error', {
              after: trust.ece,
              before: trust.eceBefore,
              count: trust.count,
            })}
          </Muted>
          <Muted small>{t('inspect.trust.legend')}</Muted>
        </div>
      </div>
    </Panel>
  );
}
