import type { CSSProperties } from 'react';
import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import { verdictOn } from '../../model/statistics/paired-difference';
import { useApp } from '../../store/app-store';
import { useOutdated } from '../../store/measuring';
import { earlierLayer, useCurrentComparison } from '../../store/train/adviser';
import { compareAnswers } from '../../store/transfer/compare-answers';
import { fingerprintOf } from '../../store/transfer/fingerprint';
import { useLab } from '../../store/transfer/lab';
import { Muted } from '../../ui/muted';
import { Panel } from '../../ui/panel';
import { ReadAlong } from './read-along';
import { useTexts } from './use-texts';
import styles from './verdict-card.module.css';

const points = (share: number) => Math.round(share * 100);

/**
 * The accuracy with transfer less that from scratch, on the same pictures: whether transfer helps,
 * hurts, or cannot be told to do either.
 */
export function VerdictCard() {
  const { t } = useTexts();
  const frozen = useLab((state) => state.measured.frozen);
  const scratch = useLab((state) => state.measured.scratch);
  const [one, other] = [frozen?.result.validation, scratch?.result.validation];
  const same = frozen?.fingerprint === scratch?.fingerprint;
  const difference = same && one && other ? compareAnswers(one, other) : undefined;
  const comparison = useCurrentComparison();
  const spec = useApp((state) => state.spec);
  const earlier = comparison && earlierLayer(comparison, spec);
  const verdict = difference && verdictOn(difference);
  /** Features cut off at an earlier block, which are compared with scratch as well. */
  const partial = useLab((state) => state.measured.partial);
  const third =
    partial?.fingerprint === scratch?.fingerprint ? partial?.result.validation : undefined;
  const cut = third && other && compareAnswers(third, other);
  const cutVerdict = cut && verdictOn(cut);
  const outdated = useOutdated(frozen, fingerprintOf);
  const few = difference && difference.total < ENOUGH_FOR_A_RATE;
  return (
    <Panel title={t('verdict.title')}>
      {few ? (
        <Muted role="status">
          {t('verdict.tooFew', {
            count: difference.total,
            transfer: one?.right,
            scratch: other?.right,
          })}
        </Muted>
      ) : difference ? (
        <>
          <p className={styles.verdict} role="status">
            {verdict === 'better'
              ? t('verdict.helps', { points: points(difference.difference) })
              : verdict === 'worse'
                ? t('verdict.hurts', { points: -points(difference.difference) })
                : t('verdict.close')}
          </p>
          <Muted>
            {t('verdict.between', {
              low: difference.low,
              high: difference.high,
              count: difference.total,
            })}
          </Muted>
          {cut && cutVerdict ? (
            <Muted>
              {t(`verdict.cut.${cutVerdict}`, {
                number: partial?.result.freezeAt,
                low: cut.low,
                high: cut.high,
              })}
            </Muted>
          ) : (
            earlier && <Muted>{t('verdict.earlier')}</Muted>
          )}
          <div
            className={styles.scale}
            role="img"
            aria-label={t('verdict.scale')}
            style={
              {
                '--low': `${50 + 50 * difference.low}%`,
                '--high': `${50 + 50 * difference.high}%`,
                '--at': `${50 + 50 * difference.difference}%`,
              } as CSSProperties
            }
          >
            <span className={styles.zero} />
            <span className={styles.band} />
            <span className={styles.dot} />
          </div>
          <div className={styles.ends} aria-hidden>
            <span>{t('verdict.harm')}</span>
            <span>0</span>
            <span>{t('verdict.good')}</span>
          </div>
        </>
      ) : (
        <Muted>{t('verdict.needs')}</Muted>
      )}
      {difference && outdated && <Muted>{t('strategies.outdated')}</Muted>}
      <ReadAlong of="verdict" />
    </Panel>
  );
}
