// Accuracy and loss by pass or epoch. The curves grow during training.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { isOutdated } from '../../store/train/readiness';
import { LineChart } from '../../ui/line-chart';
import { Muted } from '../../ui/muted';
import { accuracyFloor, charts, frameOf } from './chart-view';
import styles from './curves.module.css';

export function Curves() {
  const { t } = useTranslation();
  const { percent, decimal, number } = formatsFor(currentLanguage());
  const history = useApp((state) => state.history);
  const running = useApp((state) => state.running);
  const learned = useApp((state) => state.learned);
  const settings = useApp((state) => state.settings);
  const outdated = useApp(isOutdated);
  const { unit, mostX, heldOut, validates, keptPass } = frameOf({
    history,
    running,
    learned,
    settings,
  });
  const { accuracy, loss } = useMemo(() => charts(history, heldOut), [history, heldOut]);

  const texts = {
    training: t('chart.training'),
    validation: validates ? t('chart.validation') : undefined,
    showTable: t('chart.showTable'),
    showCurve: t('chart.showCurve'),
    x: t(`chart.${unit}`),
    empty: t(unit === 'pass' ? 'chart.emptyPass' : 'chart.emptyEpoch'),
  };
  const shared = {
    mostX,
    texts,
    formatX: number,
    formatMostX: (count: number) => t(`units.${unit}`, { count }),
    kept: keptPass === undefined ? undefined : { x: keptPass, label: t('chart.kept') },
  };
  const summary = (title: string, points: typeof accuracy, format: (value: number) => string) => {
    const last = points.find(({ x }) => x === keptPass) ?? points.at(-1);
    if (!last) return t('chart.summaryEmpty', { title });
    const said = (value: number | null) => (value === null ? '–' : format(value));
    const training = said(last.training);
    return validates
      ? t('chart.summary', { title, training, validation: said(last.validation) })
      : t('chart.summaryTraining', { title, training });
  };

  return (
    <div className={styles.curves} data-old={outdated || undefined}>
      <LineChart
        {...shared}
        hideX
        title={t('chart.accuracy')}
        stamp={outdated && learned ? t('result.from', { time: learned.at }) : undefined}
        summary={summary(t('chart.accuracy'), accuracy, percent)}
        points={accuracy}
        y={[accuracyFloor(accuracy), 1]}
        formatY={percent}
      />
      <LineChart
        {...shared}
        low
        hideLegend
        title={t('chart.loss')}
        summary={summary(t('chart.loss'), loss, decimal)}
        points={loss}
        y="from-zero"
        formatY={decimal}
      />
      {heldOut === 0 && history.length > 0 && !running && (
        <Muted small>{t('chart.noValidation')}</Muted>
      )}
    </div>
  );
}
