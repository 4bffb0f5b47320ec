import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { StoredRun } from '../../model/run';
import { choseEpoch } from '../../model/run';
import { useApp } from '../../store/app-store';
import { isOutdated, isStale } from '../../store/train/readiness';
import { Card } from '../../ui/card';
import { WarnIcon } from '../../ui/icons';
import { IntervalScale } from '../../ui/interval-scale';
import styles from './result-card.module.css';
import { picturesOf, type ResultView, resultView, sameBurstClasses } from './result-view';
import { useNameList } from './use-name-list';

type Rate = Extract<ResultView, { kind: 'rate' }>;

/** How good the head is, with the count, the interval and what guessing would achieve. */
export function ResultCard({ run }: { run: StoredRun }) {
  const { t } = useTranslation();
  const listOf = useNameList();
  const old = useApp((state) => state.phase === 'training' || isStale(state));
  const outdated = useApp(isOutdated);
  const { validation, guessing, refitOnAll } = run.result;
  const view = resultView(validation, guessing);
  const guesses = view.kind === 'rate' && view.verdict.kind === 'guessing';
  // If guessing reaches the figure, it does not matter what flatters it. If the figure is outdated,
  // it does not matter what to do about it.
  const sameBurst = guesses || outdated ? [] : sameBurstClasses(run);

  return (
    <Card className={styles.card} aria-label={t('result.title')} data-old={old || undefined}>
      <Figures view={view} from={old ? run.at : undefined} />
      {view.kind === 'rate' && <Scale view={view} />}
      {view.kind === 'rate' && view.balanced && (
        <p className={styles.line}>{t('result.balanced', { ...view.balanced })}</p>
      )}
      {view.kind === 'rate' && <p className={styles.line}>{verdictInWords(t, view, outdated)}</p>}
      {sameBurst.length > 0 && (
        <p className={styles.caution}>
          <WarnIcon />
          <span>
            {t('result.sameRecording', { count: sameBurst.length, names: listOf(sameBurst) })}
          </span>
        </p>
      )}
      {choseEpoch(run) && !guesses && <p className={styles.line}>{t('result.choseEpoch')}</p>}
      {refitOnAll && view.kind !== 'unmeasured' && (
        <p className={styles.line}>
          {t('result.refit', { count: view.total, all: picturesOf(run) })}
        </p>
      )}
    </Card>
  );
}

function verdictInWords(t: TFunction, { low, high, verdict }: Rate, outdated: boolean) {
  if (verdict.kind === 'expect') return t('result.expect', { low, high });
  const first = t(verdict.sure ? 'result.onlyGuessing' : 'result.maybeGuessing');
  return outdated
    ? first
    : t('common.sentences', { first, second: t(`result.remedy.${verdict.remedy}`) });
}

/**
 * The large figure with the count beside it. With fewer than ten held-out pictures, the count is
 * the figure.
 */
function Figures({ view, from }: { view: ResultView; from: number | undefined }) {
  const { t } = useTranslation();
  const stamp = from !== undefined && (
    <span className={styles.from}>{t('result.from', { time: from })}</span>
  );
  if (view.kind === 'unmeasured') {
    return (
      <div className={styles.figures}>
        <p className={styles.line}>{t('result.noneHeldOut')}</p>
        <p className={styles.count}>{stamp}</p>
      </div>
    );
  }
  const { right, total } = view;
  if (view.kind === 'few') {
    return (
      <>
        <div className={styles.figures}>
          <p className={styles.few}>{t('result.right', { right, count: total })}</p>
          <p className={styles.count}>{stamp}</p>
        </div>
        <p className={styles.line}>{t('result.tooFewToSay')}</p>
      </>
    );
  }
  return (
    <div className={styles.figures}>
      <p className={styles.rate}>
        <span>{formatsFor(currentLanguage()).percent(view.rate)}</span>
        <small className={styles.interval}>
          {t('result.interval', { low: view.low, high: view.high })}
        </small>
      </p>
      <p className={styles.count}>
        {stamp}
        <span>{t('result.right', { right, count: total })}</span>
      </p>
    </div>
  );
}

function Scale({ view }: { view: Rate }) {
  const { t } = useTranslation();
  const { percent } = formatsFor(currentLanguage());
  const { rate, low, high, guessing } = view;
  return (
    <IntervalScale
      label={t('result.summary', { rate, low, high, guessing })}
      value={rate}
      low={low}
      high={high}
      guessing={guessing}
      ticks={{
        start: '0',
        end: percent(1),
        guessing: t('result.guessing', { share: guessing }),
      }}
    />
  );
}
