import { useMemo } from 'react';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import type { Evaluation } from '../../model/evaluation';
import { verdictOn } from '../../model/statistics/paired-difference';
import type { QuestionBothWays, TwoQuestionsRecord } from '../../model/two-questions';
import { useApp } from '../../store/app-store';
import { useMeasuring, useOutdated } from '../../store/measuring';
import { compareAnswers } from '../../store/transfer/compare-answers';
import {
  fingerprintOfBoth,
  lackingOfBoth,
  useTwoQuestions,
} from '../../store/transfer/two-questions';
import { Actions } from '../../ui/actions';
import { Button } from '../../ui/button';
import { Course, shareOf } from '../../ui/course';
import { StopSquare } from '../../ui/icons';
import { IntervalScale } from '../../ui/interval-scale';
import { Muted } from '../../ui/muted';
import { Note } from '../../ui/note';
import { Slider } from '../../ui/slider';
import styles from './two-questions.module.css';
import { useTexts } from './use-texts';

/** The least weight. Without any of one question, there would be nothing to learn together. */
const LEAST = 0.1;
const STEP = 0.1;

/** Both questions learned together on a shared layer, beside each of them alone. */
export function TwoQuestions({ question }: { question: string }) {
  const { t, page } = useTexts();
  const project = useApp((state) => state.project);
  const ready = useApp((state) => state.engine.backbone !== undefined);
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const settings = useApp((state) => state.settings);
  // This is computed once for each change of these values, however often the page changes.
  const { lacking, heldOut } = useMemo(
    () => lackingOfBoth({ project, classes, samples, settings }),
    [project, classes, samples, settings],
  );
  const weight = useTwoQuestions((state) => state.weight);
  const measured = useTwoQuestions((state) => state.measured);
  const running = useTwoQuestions((state) => state.running);
  const measuring = useMeasuring();
  const error = useTwoQuestions((state) => state.error);
  const outdated = useOutdated(measured, fingerprintOfBoth);
  const { measure, stop, setWeight } = useTwoQuestions.getState();
  const { percent } = formatsFor(currentLanguage());
  const reason = measuring
    ? t('strategies.busy')
    : lacking
      ? t(`second.lacking.${lacking}`)
      : ready
        ? undefined
        : page('train.tooFew.notReady');
  return (
    <div className={styles.both}>
      <Slider
        label={t('second.weight', { question })}
        hint={t('second.weightWhat')}
        value={weight}
        min={LEAST}
        max={1 - LEAST}
        step={STEP}
        format={percent}
        onCommit={setWeight}
        disabledReason={running ? t('strategies.busy') : undefined}
      />
      {lacking ? (
        <Muted readable>{t(`second.lacking.${lacking}`)}</Muted>
      ) : (
        heldOut < ENOUGH_FOR_A_RATE && <Muted readable>{t('second.few', { count: heldOut })}</Muted>
      )}
      {error && <Note kind="danger">{page(`engine.error.${error}`)}</Note>}
      {running && (
        <Course
          label={t('second.measure')}
          said={t(`second.step.${running.step}`, running)}
          value={shareOf(running)}
        />
      )}
      <Actions>
        {running ? (
          <Button icon={<StopSquare />} onClick={stop}>
            {t('strategies.stop')}
          </Button>
        ) : (
          <Button disabledReason={reason} onClick={() => measure()}>
            {t(measured ? 'second.again' : 'second.measure')}
          </Button>
        )}
      </Actions>
      {measured && <Measured measured={measured} question={question} />}
      {outdated && <Muted readable>{t('second.outdated')}</Muted>}
    </div>
  );
}

function Measured({ measured, question }: { measured: TwoQuestionsRecord; question: string }) {
  const { t } = useTexts();
  const { first, second, weight } = measured;
  return (
    <>
      <ul className={styles.tasks}>
        <Task name={t('second.classes')} ways={first} />
        <Task name={question} ways={second} />
      </ul>
      <Muted readable>{t('second.at', { weight, question })}</Muted>
    </>
  );
}

/** One question, and what it gains or loses by being learned with the other. */
function Task({ name, ways }: { name: string; ways: QuestionBothWays }) {
  const { t } = useTexts();
  const { together, apart } = ways;
  const difference = compareAnswers(together, apart);
  const verdict = difference && verdictOn(difference);
  const enough = together.total >= ENOUGH_FOR_A_RATE;
  return (
    <li className={styles.task}>
      <h4 className={styles.name}>{name}</h4>
      {enough && difference && (
        <p role="status" className={styles.verdict}>
          <span>
            {verdict === 'better'
              ? t('second.helps', { gain: difference.difference })
              : verdict === 'worse'
                ? t('second.hurts', { loss: -difference.difference })
                : t('second.close')}
          </span>
          <span className={styles.between}>
            {t('second.between', { low: difference.low, high: difference.high })}
          </span>
        </p>
      )}
      <Way name={t('second.together')} of={together} enough={enough} />
      <Way name={t('second.apart')} of={apart} enough={enough} />
      {!enough && <Muted readable>{t('strategies.tooFew')}</Muted>}
    </li>
  );
}

function Way({ name, of, enough }: { name: string; of: Evaluation; enough: boolean }) {
  const { t } = useTexts();
  const { right, total, low, high, guessing = 0 } = of;
  const share = right / total;
  return (
    <div>
      <p>
        <b>{name}</b>
        {enough && (
          <span>
            {` ${t('strategies.rate', { share })} ${t('strategies.between', { low, high })}`}
          </span>
        )}
      </p>
      {enough && (
        <IntervalScale
          label={t('strategies.scale', { share, low, high, guessing })}
          value={share}
          low={low}
          high={high}
          guessing={guessing}
          ticks={{ start: '', end: '', guessing: t('strategies.guessing') }}
        />
      )}
      <Muted readable>{t('strategies.right', { right, count: total })}</Muted>
    </div>
  );
}
