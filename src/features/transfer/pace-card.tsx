import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import { useApp } from '../../store/app-store';
import { useOutdated } from '../../store/measuring';
import { fingerprintOf } from '../../store/transfer/fingerprint';
import { type Measurement, useLab } from '../../store/transfer/lab';
import { bestOf, paceOf } from '../../store/transfer/pace';
import { Muted } from '../../ui/muted';
import { Panel } from '../../ui/panel';
import { SpreadChart } from '../../ui/spread-chart';
import { Answer } from './answer';
import { ReadAlong } from './read-along';
import { useTexts } from './use-texts';

/** How soon each of the two reached the same accuracy, and where it stood before learning. */
export function PaceCard() {
  const { t } = useTexts();
  const { frozen, finetune, scratch } = useLab((state) => state.measured);
  const msPerPicture = useApp((state) => state.engine.backbone?.msPerPicture ?? 0);
  const pace = paceOf(frozen, scratch, msPerPicture);
  const { sentences } = formatsFor(currentLanguage());
  const enough = (scratch?.result.validation?.total ?? 0) >= ENOUGH_FOR_A_RATE;
  const same = frozen?.fingerprint === scratch?.fingerprint;
  const outdated = useOutdated(frozen, fingerprintOf);
  const tuned = finetune?.fingerprint === scratch?.fingerprint ? finetune : undefined;
  return (
    <Panel title={t('pace.title')}>
      {frozen && scratch && same ? (
        <>
          {enough ? (
            <>
              <Answer>
                {sentences([
                  pace
                    ? t('pace.told', {
                        ...pace,
                        transfer: pace.transferMs,
                        scratch: pace.scratchMs,
                      })
                    : t('pace.neither'),
                  t('pace.bests', {
                    transfer: bestOf(frozen.history),
                    scratch: bestOf(scratch.history),
                  }),
                ])}
              </Answer>
              {pace && <Muted readable>{t('pace.features', { time: pace.featuresMs })}</Muted>}
              <Muted readable>
                {tuned
                  ? t('pace.start', { tuned: startOf(tuned), scratch: startOf(scratch) })
                  : t('pace.needsTuned')}
              </Muted>
            </>
          ) : (
            <Muted role="status" readable>
              {t('pace.tooFew')}
            </Muted>
          )}
          {outdated && <Muted readable>{t('strategies.outdated')}</Muted>}
          <Histories transfer={tuned ?? frozen} scratch={scratch} tuned={tuned !== undefined} />
        </>
      ) : (
        <Muted readable>{t('verdict.needs')}</Muted>
      )}
      <ReadAlong of="pace" />
    </Panel>
  );
}

const startOf = ({ history }: Measurement) => history[0]?.validationAccuracy ?? 0;

type HistoriesProps = {
  transfer: Measurement;
  scratch: Measurement;
  /** Whether transfer means fine-tuning here. If not, it is the head alone. */
  tuned: boolean;
};

function Histories({ transfer, scratch, tuned }: HistoriesProps) {
  const { t, page } = useTexts();
  const { percent, number } = formatsFor(currentLanguage());
  const points = ({ history }: Measurement) =>
    history.flatMap(({ pass, validationAccuracy }) =>
      validationAccuracy === undefined ? [] : [{ x: pass, y: validationAccuracy }],
    );
  const series = [
    { name: t(`strategies.name.${tuned ? 'finetune' : 'frozen'}`), points: points(transfer) },
    { name: t('strategies.name.scratch'), points: points(scratch) },
  ] as const;
  const last = Math.max(1, ...series.flatMap((each) => each.points.map(({ x }) => x)));
  const step = last > 20 ? 10 : last > 8 ? 5 : 1;
  const ticks = Array.from({ length: Math.ceil(last / step) }, (_, i) => i * step);
  const guessing = scratch.result.validation?.guessing;
  const best = (of: { y: number }[]) => Math.max(0, ...of.map(({ y }) => y));
  return (
    <SpreadChart
      title={t('pace.chart')}
      summary={t('pace.summary', {
        transfer: series[0].name,
        best: best(series[0].points),
        scratch: best(series[1].points),
      })}
      series={series}
      ticks={[...ticks, last]}
      level={guessing === undefined ? undefined : { y: guessing, label: t('strategies.guessing') }}
      formatX={number}
      formatY={percent}
      formatSpread={({ y }) => percent(y)}
      texts={{
        x: t(tuned ? 'pace.epoch' : 'pace.pass'),
        showTable: page('chart.showTable'),
        showCurve: page('chart.showCurve'),
        empty: '',
      }}
    />
  );
}
