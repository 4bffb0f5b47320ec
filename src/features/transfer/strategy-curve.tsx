import { useMemo } from 'react';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { PassReport } from '../../model/training';
import { LineChart } from '../../ui/line-chart';
import { useTexts } from './use-texts';

type StrategyCurveProps = {
  name: string;
  history: readonly PassReport[];
  unit: 'pass' | 'epoch';
  mostPasses: number;
};

/** Accuracy by pass or epoch, while a strategy learns and afterwards. */
export function StrategyCurve({ name, history, unit, mostPasses }: StrategyCurveProps) {
  const { t, page } = useTexts();
  const { percent, number } = formatsFor(currentLanguage());
  const points = useMemo(
    () =>
      history
        .filter(({ pass }) => pass > 0)
        .map((report) => ({
          x: report.pass,
          training: report.trainAccuracy,
          validation: report.validationAccuracy ?? null,
        })),
    [history],
  );
  const last = history.at(-1);
  const title = t('strategies.curve', { name });
  const validates = last?.validationAccuracy !== undefined;
  const training = percent(last?.trainAccuracy ?? 0);
  return (
    <LineChart
      low
      hideLegend
      title={title}
      summary={
        validates
          ? page('chart.summary', {
              title,
              training,
              validation: percent(last.validationAccuracy ?? 0),
            })
          : page('chart.summaryTraining', { title, training })
      }
      points={points}
      mostX={Math.max(2, mostPasses)}
      y={[0, 1]}
      formatX={number}
      formatMostX={(count) => page(`units.${unit}`, { count })}
      formatY={percent}
      texts={{
        training: page('chart.training'),
        validation: validates ? page('chart.validation') : undefined,
        showTable: page('chart.showTable'),
        showCurve: page('chart.showCurve'),
        x: page(`chart.${unit}`),
        empty: page(unit === 'pass' ? 'chart.emptyPass' : 'chart.emptyEpoch'),
      }}
    />
  );
}
