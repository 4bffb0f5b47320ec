import { useEffect, useRef, useState } from 'react';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { learnable } from '../../store/project/classes';
import { testSamplesOf } from '../../store/project/samples-by-class';
import { type DomainMeter, domainBasisOf, useDomain } from '../../store/transfer/domain';
import { Button } from '../../ui/button';
import { UploadIcon } from '../../ui/icons';
import { IntervalScale } from '../../ui/interval-scale';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import { Segmented } from '../../ui/segmented';
import styles from './domain-card.module.css';
import { LiveCamera } from './live-camera';
import { ReadAlong } from './read-along';
import { useTexts } from './use-texts';

type Report = NonNullable<DomainMeter['report']>;
type Source = 'files' | 'tests' | 'camera';

const CHANCE = 0.5;

/** How far other pictures are from those that were learnt from. */
export function DomainCard() {
  const { t, page } = useTexts();
  const [source, setSource] = useState<Source>('files');
  const learned = useApp((state) => state.learned !== undefined);
  const tests = useApp((state) =>
    [...learnable(state).keys()].some(({ id }) => testSamplesOf(state.samples, id).length > 0),
  );
  const { clear, compareTests, watchFrame } = useDomain.getState();
  useEffect(() => clear, [clear]);
  const none = learned ? undefined : t('domain.notLearned');

  return (
    <Panel
      title={t('domain.title')}
      aside={
        <Segmented<Source>
          label={t('domain.of')}
          size="dense"
          value={source}
          options={[
            { value: 'files', label: t('domain.files'), disabledReason: none },
            {
              value: 'tests',
              label: t('domain.tests'),
              disabledReason: none ?? (tests ? undefined : t('domain.noTests')),
            },
            { value: 'camera', label: page('classes.camera'), disabledReason: none },
          ]}
          onChange={(next) => {
            clear();
            setSource(next);
            if (next === 'tests') void compareTests(); // Shows its errors itself.
          }}
        />
      }
    >
      {none ? (
        <p className={styles.quiet}>{none}</p>
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

function ChooseFiles() {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const ready = useApp((state) => state.engine.phase === 'ready');
  const { page } = useTexts();
  return (
    <div className={styles.choose}>
      <p className={styles.quiet}>{t('domain.chooseWhat')}</p>
      <Button
        icon={<UploadIcon />}
        disabledReason={ready ? undefined : page('train.tooFew.notReady')}
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
          if (files.length > 0) void useDomain.getState().compareFiles(files); // Shows its errors.
          // So that the same files can be chosen again.
          target.value = '';
        }}
      />
    </div>
  );
}

function Meter({ source }: { source: Source }) {
  const { t, page } = useTexts();
  const report = useDomain((state) => state.report);
  const running = useDomain((state) => state.running);
  const problem = useDomain((state) => state.problem);
  const measuredOn = useDomain((state) => state.basis);
  const current = useApp((state) => domainBasisOf(state, source === 'tests'));
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
      <p role="status" className={styles.quiet}>
        {running && t(`domain.${running.what}`, { done: running.done, total: running.total })}
      </p>
    );
  }
  const { auc, low, high, mmd, from, adapted } = report;
  const kind = kindOf(report);
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
      <p className={styles.quiet}>{t('domain.told', { share: auc, low, high })}</p>
      <p className={styles.quiet}>
        {t('domain.mmd', { value: Math.max(0, mmd), own: from.own, other: from.other })}
      </p>
      {adapted ? (
        <p>
          {t('domain.adapted', {
            before: adapted.before.right,
            after: adapted.after.right,
            total: adapted.after.total,
          })}{' '}
          <b>
            {t(
              adapted.low > 0
                ? 'domain.verdict.helps'
                : adapted.high < 0
                  ? 'domain.verdict.hurts'
                  : 'domain.verdict.close',
            )}
          </b>
        </p>
      ) : (
        source !== 'tests' && <p className={styles.quiet}>{t('domain.onlyTests')}</p>
      )}
      {measuredOn !== current && (
        <p className={styles.quiet}>
          {t('strategies.outdated')}{' '}
          {source === 'tests' && (
            <Button
              size="dense"
              onClick={() => void useDomain.getState().compareTests()} // Shows its errors itself.
            >
              {t('strategies.again')}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}

/** In words; what may be chance is no difference. */
function kindOf({ auc, low }: Report): 'alike' | 'near' | 'far' | 'other' {
  if (low <= CHANCE || auc < 0.6) return 'alike';
  return auc < 0.75 ? 'near' : auc < 0.9 ? 'far' : 'other';
}
