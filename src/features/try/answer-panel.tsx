// The answer in words and bars. Its room is there before the answer.
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { type AppState, useApp } from '../../store/app-store';
import { canAnswer } from '../../store/trial-slice';
import { ClassMark } from '../../ui/class-mark';
import { ConfidenceBars } from '../../ui/confidence-bars';
import { LiveRegion } from '../../ui/live-region';
import styles from './answer-panel.module.css';
import type { Answer } from './answer-view';
import { useAnswer } from './use-answer';

type ClassRow = AppState['classes'][number];

const SAY_EVERY_MS = 2000;
/** What is longer is set smaller. */
const LONG_NAME = 14;

export function AnswerPanel() {
  const { t } = useTranslation();
  const answer = useAnswer();
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
    </div>
  );
}

function Verdict({ answer: { top } }: { answer: Answer }) {
  const { t } = useTranslation();
  const name = className(t, top.row);
  return (
    <div className={styles.verdict}>
      <Mark row={top.row} large />
      <span className={styles.name} data-long={name.length > LONG_NAME || undefined} title={name}>
        {name}
      </span>
      <span className={styles.sure}>{t('try.sure', { share: top.share })}</span>
      {/* Only the name: the share changes with every frame. */}
      <LiveRegion message={name} atMostEveryMs={SAY_EVERY_MS} />
    </div>
  );
}

/** In the order of the classes; before there is an answer, empty bars of those that could be one. */
function Bars({ answer }: { answer: Answer | undefined }) {
  const { t } = useTranslation();
  const classes = useApp((state) => state.classes);
  const able = useApp(canAnswer);
  const learnedIds = useApp((state) => state.learned?.result.head.classes);
  const { percent } = formatsFor(currentLanguage());
  const shown =
    answer?.bars ??
    classes
      .filter(({ id }) => !able || learnedIds?.includes(id))
      .map((row) => ({ row, share: undefined }));
  return (
    <ConfidenceBars
      label={t('try.bars')}
      bars={shown.map(({ row, share }) => ({
        id: row.id,
        name: className(t, row),
        mark: <Mark row={row} />,
        colour: row.colour + 1,
        share: share ?? null,
        text: share === undefined ? t('try.noAnswer') : percent(share),
      }))}
    />
  );
}

function Mark({ row, large = false }: { row: ClassRow; large?: boolean }) {
  return <ClassMark index={row.shape} colour={row.colour + 1} large={large} />;
}
