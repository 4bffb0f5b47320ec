import { useMemo } from 'react';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { CurvesRecord, CurveWay } from '../../model/curve';
import { useApp } from '../../store/app-store';
import { useMeasuring, useOutdated } from '../../store/measuring';
import {
  type CurveAnswer,
  type CurveRun,
  curveAnswer,
  curveSteps,
  useCurves,
} from '../../store/transfer/curve';
import { DRAWS, pointsMs } from '../../store/transfer/curve-cost';
import { fingerprintOf } from '../../store/transfer/fingerprint';
import { roughly } from '../../store/transfer/strategy-cost';
import { curveLeft } from '../../store/transfer/time-left';
import { Actions } from '../../ui/actions';
import { Button } from '../../ui/button';
import { Course, shareOf } from '../../ui/course';
import { StopSquare } from '../../ui/icons';
import { Muted } from '../../ui/muted';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import { SpreadChart, type SpreadPoint } from '../../ui/spread-chart';
import { useNow } from '../../ui/use-now';
import { Answer } from './answer';
import styles from './curve-card.module.css';
import { ReadAlong } from './read-along';
import { usePaces } from './use-paces';
import { useLacking, usePictureCounts } from './use-picture-counts';
import { useTexts } from './use-texts';

const WAYS: readonly CurveWay[] = ['transfer', 'scratch'];
const NO_CURVES: CurvesRecord['curves'] = {};

/**
 * Accuracy against pictures per class: how many pictures learning from scratch needs to match what
 * transfer reaches with few.
 */
export function CurveCard() {
  const { t, page } = useTexts();
  const measured = useCurves((state) => state.measured);
  const running = useCurves((state) => state.running);
  const error = useCurves((state) => state.error);
  const { stop } = useCurves.getState();
  const outdated = useOutdated(measured, fingerprintOf);
  const { transfer, scratch } = measured?.curves ?? {};
  const answer = useMemo(() => curveAnswer(transfer, scratch), [transfer, scratch]);
  const kind = answer && kindOf(answer);
  const any = transfer ?? scratch;
  const lacking = useLacking(usePictureCounts());
  const { sentences } = formatsFor(currentLanguage());
  return (
    <Panel title={t('curve.title')}>
      <Muted readable>{t('curve.what')}</Muted>
      {answer && kind && (
        <Answer>{t(`curve.answer.${kind}`, { count: answer.few, ...answer })}</Answer>
      )}
      <Points />
      {any && (
        <Muted readable>
          {sentences([
            t('curve.tested', { count: any.heldOut, each: 1 / any.heldOut }),
            t('curve.draws', { transfer: DRAWS.transfer, scratch: DRAWS.scratch }),
          ])}
        </Muted>
      )}
      {any && outdated && <Muted readable>{t('strategies.outdated')}</Muted>}
      {error && <Note kind="danger">{page(`engine.error.${error}`)}</Note>}
      {!running && lacking !== undefined && <Note kind="tip">{lacking}</Note>}
      {running && <CurveCourse run={running} />}
      <Actions className={styles.acts}>
        {running ? (
          <Button icon={<StopSquare />} onClick={stop}>
            {t('strategies.stop')}
          </Button>
        ) : (
          WAYS.map((way) => <Measure key={way} way={way} outdated={outdated} />)
        )}
      </Actions>
      <ReadAlong of="curve" />
    </Panel>
  );
}

const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);

function kindOf({ needs, few, unfinished }: CurveAnswer): 'needs' | 'saves' | 'more' | 'notYet' {
  if (needs !== undefined) return needs > few ? 'needs' : 'saves';
  return unfinished ? 'notYet' : 'more';
}

function Points() {
  const { t, page } = useTexts();
  const curves = useCurves((state) => state.measured?.curves ?? NO_CURVES);
  const { percent, points, number } = formatsFor(currentLanguage());
  const [transfer = [], scratch = []] = useMemo(
    () =>
      WAYS.map((way) => {
        const curve = curves[way];
        return (curve ? curveSteps(curve) : []).map(
          ({ perClass, mean, low, high, draws }): SpreadPoint => ({
            x: perClass,
            y: mean,
            ...(draws > 1 && { low, high }),
          }),
        );
      }),
    [curves],
  );
  const any = curves.transfer ?? curves.scratch;
  const said = (of: readonly SpreadPoint[]) =>
    of.map(({ x, y }) => `${number(x)}: ${percent(y)}`).join(', ') || '–';
  return (
    <SpreadChart
      log
      title={t('curve.chart')}
      summary={t('curve.summary', { transfer: said(transfer), scratch: said(scratch) })}
      series={[
        { name: t('curve.name.transfer'), points: transfer },
        { name: t('curve.name.scratch'), points: scratch },
      ]}
      ticks={any?.numbers ?? [1, 2, 5, 10, 20]}
      level={any && { y: any.guessing, label: t('strategies.guessing') }}
      formatX={number}
      formatY={percent}
      formatSpread={({ y, low, high }) =>
        low === undefined || high === undefined
          ? percent(y)
          : t('curve.spread', { share: y, low: points(low), high: points(high) })
      }
      texts={{
        x: t('curve.x'),
        showTable: page('chart.showTable'),
        showCurve: page('chart.showCurve'),
        empty: t('curve.empty'),
      }}
    />
  );
}

/** Begins or resumes a curve. Shows nothing if the curve is complete. */
function Measure({ way, outdated }: { way: CurveWay; outdated: boolean }) {
  const { t } = useTexts();
  const backbone = useApp((state) => state.engine.backbone);
  const measuring = useMeasuring();
  const curve = useCurves((state) => (outdated ? undefined : state.measured?.curves[way]));
  const pictures = usePictureCounts();
  const lacking = useLacking(pictures);
  const paces = usePaces();
  if (curve && curve.points.length >= curve.total) return null;
  const { measure } = useCurves.getState();
  const told = curve
    ? t(`curve.on.${way}`)
    : backbone && lacking === undefined
      ? t(`curve.measure.${way}`, { time: roughly(sum(pointsMs(way, backbone, pictures, paces))) })
      : t(`curve.measureUntimed.${way}`);
  return (
    <Button
      disabledReason={measuring ? t('strategies.busy') : lacking}
      onClick={() => measure(way)}
    >
      {told}
    </Button>
  );
}

function CurveCourse({ run }: { run: CurveRun }) {
  const { t } = useTexts();
  const { step, done, total, next } = run;
  const backbone = useApp((state) => state.engine.backbone);
  const pictures = usePictureCounts();
  const now = useNow(1000, run.since);
  const left = backbone && curveLeft(run, pointsMs(run.way, backbone, pictures), now);
  const within = next ? next.epoch / next.epochs : 0;
  const said = t(`curve.step.${step}`, { done: step === 'learning' ? done + 1 : done, total });
  return (
    <Course
      label={t(`curve.name.${run.way}`)}
      said={said}
      value={shareOf({ done: done + within, total })}
      more={[
        next && t('curve.next', next),
        left !== undefined && t('left.about', { time: roughly(left) }),
      ]
        .filter(Boolean)
        .join('')}
    />
  );
}
