import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { answeringRun } from '../../store/train/stand-in-slice';
import { falseRejection } from '../../store/try/trial-slice';
import { Disclosure } from '../../ui/disclosure';
import { FamiliarityScale } from '../../ui/familiarity-scale';
import { Section } from '../../ui/section';
import { Slider } from '../../ui/slider';
import styles from './familiarity-panel.module.css';
import { leastInHundred, MOST, STEP, strangerThan, turnedAway } from './familiarity-view';

/** How familiar the shown picture looks, and from which familiarity on it gets an answer. */
export function FamiliarityPanel({ score }: { score: number | undefined }) {
  const { t } = useTranslation();
  const familiarity = useApp((state) => answeringRun(state)?.result.head.familiarity);
  const chosen = useApp(falseRejection);
  /** In pictures of a hundred, and set only while the slider moves. */
  const [moving, setMoving] = useState<number>();
  const { decimal } = formatsFor(currentLanguage());
  const kept = Math.round((chosen * 100) / STEP) * STEP;
  const [lastKept, setLastKept] = useState(kept);
  if (kept !== lastKept) {
    setLastKept(kept);
    setMoving(undefined);
  }
  const inHundred = moving ?? kept;
  const limit = decimal(inHundred);
  const total = familiarity?.heldOut.length ?? 0;
  const said =
    score !== undefined && total > 0
      ? t('try.familiar.score', { stranger: strangerThan(score, total), total })
      : undefined;
  return (
    <Section title={t('try.familiar.title')} aside={said}>
      <FamiliarityScale
        label={
          said === undefined
            ? t('try.familiar.labelEmpty', { limit })
            : t('try.familiar.label', { score: said, limit })
        }
        score={score ?? null}
        threshold={inHundred / 100}
        ticks={{
          start: t('try.familiar.start'),
          from: t('try.familiar.from'),
          end: t('try.familiar.end'),
        }}
        disabledReason={familiarity ? undefined : t('try.familiar.tooFew')}
      />
      {familiarity && (
        <div className={styles.when}>
          <Disclosure
            label={t('try.familiar.when')}
            aside={t('try.familiar.inHundred', { value: limit })}
          >
            <RejectionSlider
              distances={familiarity.heldOut}
              kept={kept}
              inHundred={inHundred}
              onMove={setMoving}
            />
          </Disclosure>
        </div>
      )}
    </Section>
  );
}

type RejectionSliderProps = {
  distances: Float32Array;
  kept: number;
  inHundred: number;
  onMove: (inHundred: number) => void;
};

function RejectionSlider({ distances, kept, inHundred, onMove }: RejectionSliderProps) {
  const { t } = useTranslation();
  const follows = useApp((state) => state.role === 'follows');
  const pictures = useApp((state) => answeringRun(state)?.result.split);
  const { decimal } = formatsFor(currentLanguage());
  const all = (pictures?.train.length ?? 0) + (pictures?.validation.length ?? 0);
  const total = distances.length;
  const effect = { total, count: turnedAway(distances, inHundred / 100) };
  return (
    <>
      <Slider
        label={t('try.familiar.turnedAway')}
        value={kept}
        min={Math.min(leastInHundred(total), kept)}
        max={MOST}
        step={STEP}
        format={(value) => t('try.familiar.inHundred', { value: decimal(value) })}
        hint={t('try.familiar.hint', { value: decimal(inHundred) })}
        disabledReason={follows ? t('tabs.reason') : undefined}
        onChange={onMove}
        onCommit={(value) => useApp.getState().setFalseRejection(value / 100)}
      />
      <p className={styles.effect}>
        {t('common.sentences', {
          first: t(total < all ? 'try.familiar.effectOfSome' : 'try.familiar.effect', effect),
          second: t('try.familiar.honest'),
        })}
      </p>
    </>
  );
}
