// The answer in words and bars, how familiar the picture looks, and buttons that teach the right
// class. Their room is kept before there is an answer.
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { answeringRun, canAnswer } from '../../store/train/stand-in-slice';
import { ConfidenceBars } from '../../ui/confidence-bars';
import type { Elements } from '../../ui/elements';
import { UnknownIcon } from '../../ui/icons';
import { LiveRegion } from '../../ui/live-region';
import styles from './answer-panel.module.css';
import { FamiliarityPanel } from './familiarity-panel';
import { Mark } from './mark';
import { TeachRow } from './teach-row';
import { TrialProblem } from './trial-problem';
import { type ShownAnswer, useAnswer } from './use-answer';
import type { Teach } from './use-teaching';

const SAY_EVERY_MS = 2000;
/** Longer names are set smaller. */
const LONG_NAME = 14;

type AnswerPanelProps = {
  /** The answers come from a camera, so they change with every frame. */
  live: boolean;
  /** What another model says about the same picture, under the bars. */
  beside?: Elements;
  onTeach: Teach;
};

export function AnswerPanel({ live, beside, onTeach }: AnswerPanelProps) {
  const { t } = useTranslation();
  const answer = useAnswer(live);
  const able = useApp(canAnswer);
  return (
    <div className={styles.panel}>
      {able &&
        (answer ? (
          <Verdict answer={answer} />
        ) : (
          <p className={styles.waiting}>{t('try.waiting')}</p>
        ))}
      <Bars answer={answer} />
      {beside}
      <div>
        {able && <TeachRow unknown={answer?.unknown} onTeach={onTeach} />}
        <TrialProblem />
      </div>
      {able && <FamiliarityPanel score={answer?.familiarity} />}
    </div>
  );
}

function Verdict({ answer: { top, unknown } }: { answer: ShownAnswer }) {
  const { t } = useTranslation();
  const name = unknown ? t('try.unknown') : className(t, top.row);
  return (
    <div className={styles.verdict} data-testid="verdict">
      {unknown ? <UnknownIcon large className={styles.question} /> : <Mark row={top.row} large />}
      <span className={styles.name} data-long={name.length > LONG_NAME || undefined} title={name}>
        {name}
      </span>
      <span className={styles.sure}>
        {unknown ? t('try.unlike') : t('try.sure', { share: top.share })}
      </span>
      {/* Only the name is announced, because the share changes with every frame. */}
      <LiveRegion message={name} atMostEveryMs={SAY_EVERY_MS} />
    </div>
  );
}

/**
 * In the order of the classes. Before there is an answer, there are empty bars for the classes that
 * it could be.
 */
function Bars({ answer }: { answer: ShownAnswer | undefined }) {
  const { t } = useTranslation();
  const classes = useApp((state) => state.classes);
  const able = useApp(canAnswer);
  const learnedIds = useApp((state) => answeringRun(state)?.result.head.classes);
  const { confidence } = formatsFor(currentLanguage());
  const shown =
    answer?.bars ??
    classes
      .filter(({ id }) => !able || learnedIds?.includes(id))
      .map((row) => ({ row, share: undefined }));
  return (
    <ConfidenceBars
      label={t('try.bars')}
      unsure={answer?.unknown}
      bars={shown.map(({ row, share }) => ({
        id: row.id,
        name: className(t, row),
        mark: <Mark row={row} />,
        colour: row.colour + 1,
        share: share ?? null,
        text: share === undefined ? t('try.noAnswer') : confidence(share),
      }))}
    />
  );
}
