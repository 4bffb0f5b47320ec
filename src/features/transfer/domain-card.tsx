import { useEffect, useRef, useState } from 'react';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { DomainReport } from '../../model/domain';
import { verdictOn } from '../../model/statistics/paired-difference';
import { useApp } from '../../store/app-store';
import { useMeasuring, useOutdated } from '../../store/measuring';
import { learnable } from '../../store/project/classes';
import { testSamplesOf } from '../../store/project/samples-by-class';
import { type DomainSource, domainFingerprintOf, useDomain } from '../../store/transfer/domain';
import { Button } from '../../ui/button';
import { UploadIcon } from '../../ui/icons';
import { IntervalScale } from '../../ui/interval-scale';
import { Muted } from '../../ui/muted';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import { Segmented } from '../../ui/segmented';
import styles from './domain-card.module.css';
import { LiveCamera } from './live-camera';
import { ReadAlong } from './read-along';
import { useTexts } from './use-texts';

const CHANCE = 0.5;

/** The effect of adapting, by whether the adapted head is better. */
const EFFECTS = { better: 'helps', worse: 'hurts', close: 'close' } as const;

/** How far other pictures are from those that were learned from. */
export function DomainCard() {
  const { t, page } = useTexts();
  const kept = useDomain((state) => state.measured?.of);
  const [chosen, setChosen] = useState<DomainSource>();
  const source = chosen ?? (kept === 'tests' ? 'tests' : 'files');
  const learned = useApp((state) => state.learned !== undefined);
  const tests = useApp((state) =>
    [...learnable(state).keys()].some(({ id }) => testSamplesOf(state.samples, id).length > 0),
  );
  const { leave, compareTests, watchFrame } = useDomain.getState();
  useEffect(() => leave, [leave]);
  const busy = useBusy();
  const none = learned ? undefined : t('domain.notLearned');

  return (
    <Panel
      title={t('domain.title')}
      aside={
        <Segmented<DomainSource>
          label={t('domain.of')}
          size="dense"
          value={source}
          options={[
            { value: 'files', label: t('domain.files'), disabledReason: none },
            {
              value: 'tests',
              label: t('domain.tests'),
              disabledReason: none ?? (tests ? busy : t('domain.noTests')),
            },
            { value: 'camera', label: page('classes.camera'), disabledReason: none },
          ]}
          onChange={(next) => {
            leave();
            setChosen(next);
            if (next === 'tests') compareTests();
          }}
        />
      }
    >
      {none ? (
        <Muted>{none}</Muted>
      ) : (
        <div className={styles.body}>
          {source === 'files' && <ChooseFiles />}
          {source === 'camera' && (
            <div className={styles.camera}>
              <LiveCamera onFrame={watchFrame} />
            </div>
          )}
          <Meter source={source} />
        </div>
      )}
      <ReadAlong of="domain" />
    </Panel>
  );
}

/**
 * The reason if something else is being measured. A comparison made here gives way to the next one.
 */
function useBusy(): string | undefined {
  const { t } = useTexts();
  const measuring = useMeasuring();
  const own = useDomain((state) => state.running !== undefined);
  return measuring && !own ? t('strategies.busy') : undefined;
}

function ChooseFiles() {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const busy = useBusy();
  const ready = useApp((state) => state.engine.phase === 'ready');
  const { page } = useTexts();
  return (
    <div className={styles.choose}>
      <Muted>{t('domain.chooseWhat')}</Muted>
      <Button
        icon={<UploadIcon />}
        disabledReason={busy ?? (ready ? undefined : page('train.tooFew.notReady'))}
        onClick={() => input.current?.click()}
      >
        {t('domain.choose')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={t('domain.choose')}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          if (files.length > 0) useDomain.getState().compareFiles(files);
          // This lets the same files be chosen again.
          target.value = '';
        }}
      />
    </div>
  );
}

function Meter({ source }: { source: DomainSource }) {
  const { t, page } = useTexts();
  const report = useDomain(({ measured }) => (measured?.of === source ? measured : undefined));
  const running = useDomain((state) => state.running);
  const problem = useDomain((state) => state.error);
  const outdated = useOutdated(report, (state) => domainFingerprintOf(state, source));
  const reason = useBusy();
  const { percent } = formatsFor(currentLanguage());
  if (problem) {
    return (
      <Note kind="warn">
        {problem === 'too-few'
          ? t('domain.tooFew')
          : problem === 'unreadable'
            ? t('domain.unreadable')
            : page(`engine.error.${problem}`)}
      </Note>
    );
  }
  if (!report) {
    return (
      <Muted role="status">
        {running && t(`domain.${running.what}`, { done: running.done, total: running.total })}
      </Muted>
    );
  }
  const { auc, low, high, mmd, from, adapted } = report;
  const kind = kindOf(report);
  const effect = adapted && EFFECTS[verdictOn(adapted)];
  return (
    <div className={styles.meter}>
      <p role="status" className={styles.words}>
        {t(`domain.words.${kind}`)}
      </p>
      <p>{t(`domain.advice.${kind}`)}</p>
      <IntervalScale
        label={t('domain.scale', { share: auc, low, high })}
        value={auc}
        low={low}
        high={high}
        guessing={CHANCE}
        ticks={{ start: '0', end: percent(1), guessing: t('domain.chance') }}
      />
      <Muted>{t('domain.told', { share: auc, low, high })}</Muted>
      <Muted>
        {t('domain.mmd', { value: Math.max(0, mmd), own: from.own, other: from.other })}
      </Muted>
      {adapted && effect ? (
        <p>
          <span>
            {`${t('domain.adapted', {
              before: adapted.before.right,
              after: adapted.after.right,
              total: adapted.after.total,
            })} `}
          </span>
          <b>{t(`domain.verdict.${effect}`)}</b>
        </p>
      ) : (
        source !== 'tests' && <Muted>{t('domain.onlyTests')}</Muted>
      )}
      {outdated && (
        <Muted>
          <span>{`${t('strategies.outdated')} `}</span>
          {source === 'tests' && (
            <Button
              size="dense"
              disabledReason={reason}
              onClick={() => useDomain.getState().compareTests()}
            >
              {t('strategies.again')}
            </Button>
          )}
        </Muted>
      )}
    </div>
  );
}

/** The difference in words. One that may be chance counts as no difference. */
function kindOf({ auc, low }: DomainReport): 'alike' | 'near' | 'far' | 'other' {
  if (low <= CHANCE || auc < 0.6) return 'alike';
  return auc < 0.75 ? 'near' : auc < 0.9 ? 'far' : 'other';
}
