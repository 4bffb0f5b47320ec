import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import { balancedBeside } from '../../model/evaluation';
import { BASELINE, STRATEGIES } from '../../model/strategies';
import type { Strategy } from '../../model/strategy';
import { useApp } from '../../store/app-store';
import { useMeasuring, useOutdated } from '../../store/measuring';
import { fingerprintOf } from '../../store/transfer/fingerprint';
import { type Measurement, standInFrom, type Underway, useLab } from '../../store/transfer/lab';
import { bestOf } from '../../store/transfer/pace';
import { passesToNinety, unitOf } from '../../store/transfer/strategy-comparison';
import { LONG_MS, roughly, type StrategyCost } from '../../store/transfer/strategy-cost';
import { strategyLeft, type TimeLeft } from '../../store/transfer/time-left';
import { Actions } from '../../ui/actions';
import { Button } from '../../ui/button';
import { Course, shareOf } from '../../ui/course';
import { Fact, Facts } from '../../ui/facts';
import { StopSquare } from '../../ui/icons';
import { IntervalScale } from '../../ui/interval-scale';
import { Muted } from '../../ui/muted';
import { useNow } from '../../ui/use-now';
import { StrategyCurve } from './strategy-curve';
import styles from './strategy-item.module.css';
import { useTexts } from './use-texts';

type StrategyItemProps = {
  strategy: Strategy;
  cost: StrategyCost;
  freezeAt: number | undefined;
  /** The strategy needs the backbone's blocks, which are not known. */
  unknown: boolean;
  /** What is missing before anything can be measured. */
  lacking: string | undefined;
};

/** One strategy: its cost before it runs, its progress, and what it is worth. */
export function StrategyItem({ strategy, cost, freezeAt, unknown, lacking }: StrategyItemProps) {
  const { t } = useTexts();
  const measurement = useLab((state) => state.measured[strategy]);
  const stopped = useLab((state) => state.stopped[strategy]);
  const running = useLab((state) => state.running);
  const measuring = useMeasuring();
  const { measure, resume, stop } = useLab.getState();
  const { duration, large } = formatsFor(currentLanguage());
  const name = t(`strategies.name.${strategy}`);
  const mine = running?.strategy === strategy ? running : undefined;
  const sourceless = useApp(
    (state) =>
      !unknown &&
      STRATEGIES[strategy].needsSourceHead &&
      state.engine.backbone?.hasSourceHead === false,
  );
  const reason = measuring
    ? t('strategies.busy')
    : sourceless
      ? t('strategies.sourceless')
      : lacking;
  const start = measurement
    ? t('strategies.again')
    : lacking === undefined && !sourceless
      ? measureIn(t, cost)
      : t('strategies.measureUntimed');
  const shown = mine ?? stopped;
  const behind = useOutdated(shown, fingerprintOf);
  return (
    <li className={styles.item} data-random={STRATEGIES[strategy].network === 'small' || undefined}>
      <h4 className={styles.name}>{name}</h4>
      <Muted small>{t(`strategies.told.${strategy}`)}</Muted>
      {shown ? (
        <>
          <StrategyCourse name={name} underway={shown} cost={mine && cost} />
          {behind && <Muted small>{t('strategies.outdated')}</Muted>}
        </>
      ) : (
        measurement && <Worth name={name} strategy={strategy} measurement={measurement} />
      )}
      {!unknown && (
        <Facts>
          {measurement && !shown && (
            <Fact name={t('strategies.time')}>{duration(measurement.result.msTrain)}</Fact>
          )}
          <Fact name={t('strategies.trained')}>
            {large(
              measurement && !shown ? measurement.result.trainedParameters : cost.trainedParameters,
            )}
          </Fact>
          {!measurement && !shown && (
            <Fact name={t('strategies.frozen')}>{large(cost.frozenParameters)}</Fact>
          )}
        </Facts>
      )}
      {unknown && <Muted small>{t('strategies.unknown')}</Muted>}
      {sourceless && <Muted small>{t('strategies.sourceless')}</Muted>}
      {!mine && !measurement && !reason && !unknown && cost.most > LONG_MS && (
        <Muted small>{t('strategies.long')}</Muted>
      )}
      {!unknown && (
        <Actions className={styles.acts}>
          {measurement && !shown && <PutToUse strategy={strategy} measurement={measurement} />}
          {mine ? (
            <Button
              icon={<StopSquare />}
              aria-label={`${t('strategies.stop')}: ${name}`}
              onClick={stop}
            >
              {t('strategies.stop')}
            </Button>
          ) : (
            <>
              {stopped && (
                <Button
                  aria-label={`${t('strategies.resume')}: ${name}`}
                  disabledReason={reason}
                  onClick={() => resume(strategy)}
                >
                  {t('strategies.resume')}
                </Button>
              )}
              <Button
                variant={measurement || stopped ? 'quiet' : 'default'}
                aria-label={`${start}: ${name}`}
                disabledReason={reason}
                onClick={() => measure(strategy, freezeAt)}
              >
                {start}
              </Button>
            </>
          )}
        </Actions>
      )}
    </li>
  );
}

/** Lets Try answer with the strategy's head, or with the trained head again. */
function PutToUse({
  strategy,
  measurement: { id, head },
}: {
  strategy: Strategy;
  measurement: Measurement;
}) {
  const { t, page } = useTexts();
  const inUse = useApp(({ standIn }) => standIn?.record === id);
  const follows = useApp((state) => state.role === 'follows');
  // If no epoch was better, it answers just as the frozen backbone does.
  if (!inUse && head && !head.network) return null;
  if (!inUse && !head) {
    return strategy === BASELINE ? null : <Muted small>{t('strategies.figures')}</Muted>;
  }
  const name = t(`strategies.name.${strategy}`);
  const what = t(inUse ? 'strategies.unused' : 'strategies.use');
  return (
    <>
      {inUse && <p className={styles.inUse}>{t('strategies.inUse')}</p>}
      <Button
        variant={inUse ? 'quiet' : 'default'}
        aria-label={`${what}: ${name}`}
        disabledReason={follows ? page('tabs.reason') : undefined}
        onClick={() =>
          useApp.getState().putToUse(inUse ? undefined : standInFrom(useLab.getState(), strategy))
        }
      >
        {what}
      </Button>
    </>
  );
}

type Texts = ReturnType<typeof useTexts>['t'];

/** The label of the button that starts it, with how long it will take. */
function measureIn(t: Texts, cost: StrategyCost): string {
  const [least, most] = [roughly(cost.least), roughly(cost.most)];
  return least === most
    ? t('strategies.measure', { time: most })
    : t('strategies.measureBetween', { least, most });
}

function leftIn(t: Texts, left: TimeLeft): string {
  const [least, most] = [roughly(left.least), roughly(left.most)];
  return least === most ? t('left.about', { time: most }) : t('left.between', { least, most });
}

/** How far the strategy has come. */
function StrategyCourse({
  name,
  underway,
  cost,
}: {
  name: string;
  underway: Underway;
  /** Undefined if it was stopped, because nobody knows when it will be resumed. */
  cost: StrategyCost | undefined;
}) {
  const { t } = useTexts();
  const now = useNow(1000, underway.told);
  const left = cost && strategyLeft(underway, cost, now);
  const { step, unit, history, mostPasses } = underway;
  const counted =
    step === 'learning' || step === 'refitting'
      ? { done: history.at(-1)?.pass ?? 0, total: mostPasses }
      : { done: underway.done, total: underway.total };
  const named = step === 'learning' ? unit : step;
  const said = t(`strategies.step.${named}`, counted);
  return (
    <>
      <Course label={name} said={said} value={shareOf(counted)} more={left && leftIn(t, left)} />
      {history.length > 0 && (
        <StrategyCurve name={name} history={history} unit={unit} mostPasses={mostPasses} />
      )}
    </>
  );
}

/**
 * Its accuracy with the count, the interval and what guessing would achieve, and how it got there.
 */
function Worth({
  name,
  strategy,
  measurement,
}: {
  name: string;
  strategy: Strategy;
  measurement: Measurement;
}) {
  const { t } = useTexts();
  const outdated = useOutdated(measurement, fingerprintOf);
  const frozen = useLab((state) => state.measured[BASELINE]);
  const { result, history } = measurement;
  const { validation } = result;
  if (!validation) return <Muted small>{t('strategies.nothingHeld')}</Muted>;
  const { right, total, low, high, guessing = 0 } = validation;
  const share = right / total;
  const balanced = balancedBeside(validation);
  const forgotten = result.forgetting?.validation;
  const unit = unitOf(history);
  const learnsInEpochs = unit === 'epoch';
  const ninety = passesToNinety(history);
  const keptAccuracy =
    history.find(({ pass }) => pass === result.keptPass)?.validationAccuracy ?? 1;
  const baseline =
    frozen?.fingerprint === measurement.fingerprint ? frozen.result.validation : undefined;
  const worse = strategy !== BASELINE && baseline !== undefined && baseline.right >= right;
  return (
    <>
      {total >= ENOUGH_FOR_A_RATE ? (
        <>
          <p className={styles.rate}>
            <b>{`${t('strategies.rate', { share })} `}</b>
            <span>{t('strategies.between', { low, high })}</span>
          </p>
          <IntervalScale
            label={t('strategies.scale', { share, low, high, guessing })}
            value={share}
            low={low}
            high={high}
            guessing={guessing}
            ticks={{ start: '', end: '', guessing: t('strategies.guessing') }}
          />
        </>
      ) : (
        <Muted small>{t('strategies.tooFew')}</Muted>
      )}
      <Muted small>{t('strategies.right', { right, count: total })}</Muted>
      {balanced && total >= ENOUGH_FOR_A_RATE && (
        <Muted small>{t('strategies.balanced', { ...balanced })}</Muted>
      )}
      <Facts>
        {ninety !== undefined && (
          <Fact name={t('strategies.ninety')}>
            {t(`strategies.ninetyAt.${unit}`, { at: ninety })}
          </Fact>
        )}
        {learnsInEpochs && (
          <Fact name={t('strategies.kept')}>
            {result.keptPass === 0
              ? t('strategies.keptNone')
              : t('strategies.keptEpoch', { at: result.keptPass })}
          </Fact>
        )}
        {forgotten && (
          <Fact name={t('strategies.forgotten')}>
            {t('strategies.forgottenOf', { changed: forgotten.changed, total: forgotten.total })}
          </Fact>
        )}
      </Facts>
      <StrategyCurve
        name={name}
        history={history}
        unit={unit}
        mostPasses={history.at(-1)?.pass ?? 1}
      />
      {learnsInEpochs && keptAccuracy < bestOf(history) && (
        <Muted small>{t('strategies.byLoss')}</Muted>
      )}
      {learnsInEpochs && result.keptPass > 0 && <Muted small>{t('strategies.chosen')}</Muted>}
      {worse && <Muted small>{t('strategies.worse')}</Muted>}
      {outdated && <Muted small>{t('strategies.outdated')}</Muted>}
    </>
  );
}
