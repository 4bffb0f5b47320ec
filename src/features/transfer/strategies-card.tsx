import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { BackboneInfo } from '../../model/backbone';
import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import { hasFreezeLine, needsBlocks, STRATEGIES, strategies } from '../../model/strategies';
import type { Strategy } from '../../model/strategy';
import { useApp } from '../../store/app-store';
import { freezeLine, useLab } from '../../store/transfer/lab';
import { roughly, strategyCost } from '../../store/transfer/strategy-cost';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import { NetworkStrip } from './network-strip';
import { ReadAlong } from './read-along';
import styles from './strategies-card.module.css';
import { StrategyComparison } from './strategy-comparison';
import { StrategyItem } from './strategy-item';
import { usePaces } from './use-paces';
import { useLacking, usePictureCounts } from './use-picture-counts';
import { useTexts } from './use-texts';

/** All ways to use the backbone, with what each costs and what it is worth here. */
export function StrategiesCard() {
  const { t, page } = useTexts();
  const backbone = useApp((state) => state.engine.backbone);
  const error = useLab((state) => state.error);

  return (
    <Panel title={t('strategies.title')}>
      <p className={styles.what}>{t('strategies.what')}</p>
      {error && <Note kind="danger">{page(`engine.error.${error}`)}</Note>}
      {backbone && <Measured backbone={backbone} />}
      <ReadAlong of="strategies" />
    </Panel>
  );
}

function Measured({ backbone }: { backbone: BackboneInfo }) {
  const { t } = useTexts();
  const freezeAt = useLab((state) => freezeLine(state, backbone));
  const { moveLine } = useLab.getState();
  const running = useLab((state) => state.running !== undefined);
  const pictures = usePictureCounts();
  const lacking = useLacking(pictures);
  const { large, sentences } = formatsFor(currentLanguage());
  const blocks = backbone.stages.length - 2;
  /** A person's own model does not tell what it consists of. */
  const unknown = backbone.stages.length === 0;
  const { epochs, validationShare: heldOutShare } = useApp((state) => state.settings);
  const paces = usePaces();
  const costOf = (strategy: Strategy) =>
    strategyCost(strategy, backbone, pictures, freezeAt, epochs, paces);
  const cost = costOf('finetune');
  return (
    <>
      {!unknown && (
        <>
          <NetworkStrip
            label={t('strategies.freeze')}
            hint={t('strategies.freezeWhat')}
            stages={backbone.stages}
            freezeAt={freezeAt}
            lastBlock={blocks}
            format={(block) => t('strategies.freezeValue', { block, of: blocks })}
            onMove={moveLine}
            disabledReason={running ? t('strategies.busy') : undefined}
          />
          <p className={styles.cost}>
            {sentences([
              t('strategies.wouldTrain', {
                parameters: large(cost.trainedParameters),
                frozen: large(cost.frozenParameters),
              }),
              lacking === undefined && t('strategies.wouldTake', { time: roughly(cost.most) }),
            ])}
          </p>
        </>
      )}
      {lacking !== undefined ? (
        <Note kind="tip">{lacking}</Note>
      ) : (
        pictures.validation < ENOUGH_FOR_A_RATE && (
          <Note kind="tip">
            {t('strategies.fewHeldOut', {
              count: pictures.validation,
              all: Math.ceil(ENOUGH_FOR_A_RATE / heldOutShare),
            })}
          </Note>
        )
      )}
      {pictures.test > 0 && (
        <p className={styles.cost}>{t('strategies.testSet', { count: pictures.test })}</p>
      )}
      <ul className={styles.list}>
        {strategies.map((strategy) => (
          <StrategyItem
            key={strategy}
            strategy={strategy}
            cost={costOf(strategy)}
            freezeAt={hasFreezeLine(STRATEGIES[strategy]) ? freezeAt : undefined}
            unknown={unknown && needsBlocks(STRATEGIES[strategy])}
            lacking={lacking}
          />
        ))}
      </ul>
      <StrategyComparison />
    </>
  );
}
