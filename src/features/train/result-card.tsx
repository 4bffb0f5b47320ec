import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { isStale } from '../../store/training-slice';
import { Card } from '../../ui/card';
import { WarnIcon } from '../../ui/icons';
import { IntervalScale } from '../../ui/interval-scale';
import styles from './result-card.module.css';
import { picturesOf, type ResultView, resultView, sameBurstClasses } from './result-view';
import type { StoredRun } from './run';
import { useClassName } from './use-class-name';

/** How good it is, with the count, the interval and what guessing would get. */
export function ResultCard({ run }: { run: StoredRun }) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const old = useApp((state) => state.phase === 'training' || isStale(state));
  const { validation, guessing, refitOnAll } = run.result;
  const view = resultView(validation, guessing);
  const sameBurst = sameBurstClasses(run);

  return (
    <Card className={styles.card} aria-label={t('result.title')} data-old={old || undefined}>
      <Figures view={view} from={old ? run.at : undefined} />
      {view.kind === 'rate' && <Rate view={view} />}
      {sameBurst.length > 0 && (
        <p className={styles.caution}>
          <WarnIcon />
          <span>
            {t('result.sameRecording', {
              names: formatsFor(currentLanguage()).list(sameBurst.map(nameOf)),
            })}
          </span>
        </p>
      )}
      {refitOnAll && view.kind !== 'unmeasured' && (
        <p className={styles.line}>
          {t('result.refit', { count: view.total, all: picturesOf(run) })}
        </p>
      )}
    </Card>
  );
}

/** The large figure and the count beside it; below ten held-out pictures the count is the figure. */
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
        {formatsFor(currentLanguage()).percent(view.rate)}
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

function Rate({ view }: { view: Extract<ResultView, { kind: 'rate' }> }) {
  const { t } = useTranslation();
  const { percent } = formatsFor(currentLanguage());
  const { rate, low, high, guessing } = view;
  return (
    <>
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
      <p className={styles.line}>
        {rate <= guessing ? t('result.onlyGuessing') : t('result.expect', { low, high })}
      </p>
    </>
  );
}
