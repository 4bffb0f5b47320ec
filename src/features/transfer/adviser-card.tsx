import { useState } from 'react';
import { backboneName } from '../../i18n/backbone-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { FeatureSpec } from '../../model/backbone';
import type { LayerComparison, LayerScore } from '../../model/layers';
import { useApp } from '../../store/app-store';
import { useMeasuring, useOutdated } from '../../store/measuring';
import {
  contestsOf,
  earlierLayer,
  isLastLayer,
  layersFingerprintOf,
  useAdviser,
} from '../../store/train/adviser';
import { fingerprintOf } from '../../store/transfer/fingerprint';
import { useLab } from '../../store/transfer/lab';
import { Button } from '../../ui/button';
import { StopSquare } from '../../ui/icons';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import styles from './adviser-card.module.css';
import { ReadAlong } from './read-along';
import { useTexts } from './use-texts';

/** The number of rows shown at first. */
const BEST = 6;

/** Every layer of every backbone, scored without training and measured as a check. */
export function AdviserCard() {
  const { t, page } = useTexts();
  const comparison = useAdviser((state) => state.measured);
  const running = useAdviser((state) => state.running);
  const problem = useAdviser((state) => state.error);
  const current = !useOutdated(comparison, layersFingerprintOf);
  const measuring = useMeasuring();
  const learned = useApp((state) => state.learned);
  const { compare, stop } = useAdviser.getState();

  return (
    <Panel
      title={t('adviser.title')}
      aside={
        <>
          <span role="status">
            {running
              ? t(`adviser.running.${running.what}`, {
                  done: running.done,
                  total: running.total,
                  share: running.done / running.total,
                })
              : comparison && !current && t('adviser.old')}
          </span>
          {running ? (
            <Button size="dense" icon={<StopSquare />} onClick={stop}>
              {t('adviser.stop')}
            </Button>
          ) : (
            (!comparison || !current) && (
              <Button
                size="dense"
                disabledReason={
                  measuring ? t('strategies.busy') : learned ? undefined : t('adviser.notLearned')
                }
                onClick={() => compare()}
              >
                {t(comparison ? 'adviser.again' : 'adviser.measure')}
              </Button>
            )
          )}
        </>
      }
    >
      {problem ? (
        <Note kind="warn">
          {problem === 'too-few' ? t('adviser.tooFew') : page(`engine.error.${problem}`)}
        </Note>
      ) : (
        !comparison && <p className={styles.waiting}>{t('adviser.waiting')}</p>
      )}
      {comparison && <Layers comparison={comparison} current={current} />}
      <ReadAlong of="adviser" />
    </Panel>
  );
}

type ShownProps = {
  comparison: LayerComparison;
  /** Whether the comparison is about today's pictures and backbones. */
  current: boolean;
};

function Layers({ comparison, current }: ShownProps) {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  const { layers, from, rankCorrelation } = comparison;
  const agreement = agreementOf(rankCorrelation);
  const sorted = [...layers].sort((a, b) => b.logMe - a.logMe);
  const isLast = (layer: LayerScore) => isLastLayer(comparison, layer);
  // The last layers are always shown, because they are in use or could be.
  const shown = all ? sorted : sorted.filter((layer, i) => i < BEST || isLast(layer));
  const [most = 0, least = 0] = [sorted[0]?.logMe, sorted.at(-1)?.logMe];
  return (
    <>
      <EarlierLayer comparison={comparison} current={current} />
      <Verdict comparison={comparison} current={current} />
      <div className={styles.scroll}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('adviser.layer')}</th>
              <th scope="col">{t('adviser.score')}</th>
              <th scope="col" className={styles.number}>
                {t('adviser.accuracy')}
              </th>
              <th scope="col" className={styles.number}>
                {t('adviser.width')}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((layer) => (
              <Row
                key={`${layer.backbone} ${layer.stage}`}
                layer={layer}
                last={isLast(layer)}
                share={(layer.logMe - least) / (most - least || 1)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.foot}>
        <Button variant="link" onClick={() => setAll(!all)}>
          {all ? t('adviser.fewer') : t('adviser.all', { count: layers.length })}
        </Button>
        <span>
          {formatsFor(currentLanguage()).sentences([
            agreement && t(`adviser.agreement.${agreement}`, { value: rankCorrelation }),
            t('adviser.from', { count: from.samples, folds: from.folds }),
          ])}
        </span>
      </p>
    </>
  );
}

function Row({ layer, last, share }: { layer: LayerScore; last: boolean; share: number }) {
  const { t, page } = useTexts();
  const spec = useApp((state) => state.spec);
  const used = spec.backbone === layer.backbone;
  const inUse = used && last;
  const name = backboneName(page, used ? spec : layer);
  const { number, decimal } = formatsFor(currentLanguage());
  const { right, total, low, high } = layer.accuracy;
  return (
    <tr data-used={inUse || undefined}>
      <th scope="row">
        <span>{name}</span>
        <small>
          {inUse
            ? t('adviser.inUse')
            : last
              ? t('adviser.last')
              : layer.stage === 0
                ? t('adviser.stem')
                : t('adviser.block', { number: layer.stage })}
        </small>
      </th>
      <td>
        <span className={styles.meter} aria-hidden>
          <span className={styles.fill} style={{ width: `${share * 100}%` }} />
        </span>
        <span>{decimal(layer.logMe)}</span>
      </td>
      <td className={styles.number}>
        {t('adviser.interval', { share: right / total, low, high })}
      </td>
      <td className={styles.number}>{number(layer.features)}</td>
    </tr>
  );
}

/** A layer before the last one that suits the pictures better. */
function EarlierLayer({ comparison, current }: ShownProps) {
  const { t, page } = useTexts();
  const spec = useApp((state) => state.spec);
  const earlier = earlierLayer(comparison, spec);
  if (!earlier) return null;
  const { best, inUse } = earlier;
  const its = comparison.specs.find(({ backbone }) => backbone === best.backbone);
  return (
    <p className={styles.verdict}>
      <b>
        {t('adviser.earlier', {
          name: backboneName(page, its ?? best),
          layer: best.stage === 0 ? t('adviser.stem') : t('adviser.block', { number: best.stage }),
          right: best.accuracy.right,
          inUse: inUse.accuracy.right,
          count: best.accuracy.total,
        })}
      </b>
      {/* The freeze line lies behind a block. */}
      {current && its && best.stage > 0 && <UseLayer spec={its} block={best.stage} />}
    </p>
  );
}

/** Cutting features off at a block is one of the lab's strategies, with the backbone in use. */
function UseLayer({ spec, block }: { spec: FeatureSpec; block: number }) {
  const { t, page } = useTexts();
  const inUse = useApp((state) => state.spec.backbone === spec.backbone);
  const ready = useApp((state) => state.engine.backbone?.id === spec.backbone);
  const measuring = useMeasuring();
  const partial = useLab((state) => state.measured.partial);
  const fingerprint = useApp(fingerprintOf);
  const { measure, moveLine } = useLab.getState();
  if (!inUse) {
    return (
      <Button size="dense" onClick={() => useApp.getState().chooseBackbone(spec)}>
        {t('adviser.switchFor', { name: backboneName(page, spec) })}
      </Button>
    );
  }
  if (partial?.fingerprint === fingerprint && partial.result.freezeAt === block) {
    return <span>{t('adviser.measuredEarlier')}</span>;
  }
  return (
    <Button
      size="dense"
      disabledReason={measuring ? t('strategies.busy') : ready ? undefined : t('lacking.engine')}
      onClick={() => {
        moveLine(block);
        measure('partial', block);
      }}
    >
      {t('adviser.measureEarlier')}
    </Button>
  );
}

/**
 * Whether one backbone is better than another, judged by their last layers, and how to switch to
 * it.
 */
function Verdict({ comparison, current }: ShownProps) {
  const { t, page } = useTexts();
  const inUse = useApp((state) => state.spec);
  const { chooseBackbone } = useApp.getState();
  return contestsOf(comparison).map(({ ahead, behind, gain, low, high, sure }) => {
    const said = {
      ahead: backboneName(page, ahead),
      behind: backboneName(page, behind),
      low,
      high,
    };
    return (
      <p key={`${ahead.backbone} ${behind.backbone}`} className={styles.verdict}>
        {sure ? (
          <b>{t('adviser.better', { ...said, count: Math.round(gain * 100) })}</b>
        ) : (
          <span>{t('adviser.close', said)}</span>
        )}
        {sure && current && behind.backbone === inUse.backbone && (
          <Button size="dense" onClick={() => chooseBackbone(ahead)}>
            {page('advice.backbone.switch')}
          </Button>
        )}
      </p>
    );
  });
}

const GOOD = 0.8;
const FAIR = 0.5;

function agreementOf(correlation: number | undefined): 'good' | 'fair' | 'poor' | undefined {
  if (correlation === undefined) return undefined;
  return correlation >= GOOD ? 'good' : correlation >= FAIR ? 'fair' : 'poor';
}
