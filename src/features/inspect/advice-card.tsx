import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { Finding } from '../../model/advice';
import { pictureUrl } from '../../runtime/pictures';
import { useApp } from '../../store/app-store';
import type { LabelledAdvice } from '../../store/inspect/inspection-slice';
import { Button } from '../../ui/button';
import type { Elements } from '../../ui/elements';
import { TipIcon } from '../../ui/icons';
import { LatePicture } from '../../ui/late-picture';
import { Muted } from '../../ui/muted';
import { Panel, panelOf } from '../../ui/panel';
import styles from './advice-card.module.css';
import { useClassName } from './use-class-name';

type Of<K extends Finding['kind']> = Extract<Finding, { kind: K }>;

type AdviceCardProps = { onCollect: () => void; onWhy: (id: string) => void };

/** Measured advice on what would help, each piece with its evidence and what to do. */
export function AdviceCard({ onCollect, onWhy }: AdviceCardProps) {
  const { t } = useTranslation();
  const advice = useApp((state) => state.advice);
  const guessed = useApp((state) => state.crossValidation?.judges === false);
  const failed = useApp((state) => state.inspectionError);
  return (
    <Panel title={t('inspect.advice.title')}>
      {advice ? (
        <ul className={styles.list}>
          {alike(advice.findings).map(([finding, ...others]) => (
            <li key={keyOf(finding)} className={styles.finding}>
              <TipIcon className={styles.icon} />
              <div className={styles.words}>
                <FindingWords
                  finding={finding}
                  advice={advice}
                  onCollect={onCollect}
                  onWhy={onWhy}
                />
                {others.length > 0 && (
                  <Others count={others.length}>
                    {others.map((other) => (
                      <div key={keyOf(other)}>
                        <FindingWords
                          finding={other}
                          advice={advice}
                          onCollect={onCollect}
                          onWhy={onWhy}
                        />
                      </div>
                    ))}
                  </Others>
                )}
              </div>
            </li>
          ))}
          {advice.findings.length === 0 && (
            <Muted as="li" faint>
              {t(guessed ? 'inspect.advice.guessed' : 'inspect.advice.none')}
            </Muted>
          )}
          <NotMeasured advice={advice} />
        </ul>
      ) : (
        <Muted faint>{failed ? t(`engine.error.${failed}`) : t('inspect.advice.waiting')}</Muted>
      )}
    </Panel>
  );
}

const keyOf = (finding: Finding) =>
  finding.kind === 'near-identical-bursts' ? finding.groups.join('/') : finding.kind;

/**
 * Groups findings that say the same about the same classes. Twenty pairs of one class are one piece
 * of news.
 */
function alike(findings: readonly Finding[]): [Finding, ...Finding[]][] {
  const sets = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key =
      finding.kind === 'near-identical-bursts' ? JSON.stringify(finding.labels) : finding.kind;
    const set = sets.get(key);
    if (set) set.push(finding);
    else sets.set(key, [finding]);
  }
  return [...sets.values()];
}

/** The same finding for other pictures, shown on request. */
function Others({ count, children }: { count: number; children: Elements }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.others}>
      {open && children}
      <Button variant="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? t('inspect.advice.fewer') : t('inspect.advice.others', { count })}
      </Button>
    </div>
  );
}

type WordsProps<F extends Finding> = AdviceCardProps & { finding: F; advice: LabelledAdvice };

function FindingWords({ finding, ...rest }: WordsProps<Finding>) {
  switch (finding.kind) {
    case 'near-identical-bursts':
      return <Bursts finding={finding} {...rest} />;
    case 'background':
      return <Background finding={finding} {...rest} />;
    case 'more-pictures':
      return <More finding={finding} {...rest} />;
  }
}

function Bursts({ finding, advice, onWhy }: WordsProps<Of<'near-identical-bursts'>>) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const { list } = formatsFor(currentLanguage());
  const [open, setOpen] = useState(false);
  const names = finding.labels.map((labels) =>
    list(labels.map((k) => t('classes.quoted', { name: nameOf(advice.classes[k] ?? '') }))),
  );
  const [one = '', other = ''] = names;
  const contradicts = finding.labels[0].some((k) => !finding.labels[1].includes(k));
  const { pictures, compared } = finding.from;
  // Each file is a recording of its own, but nobody would call it one.
  const single = pictures[0] === 1 && pictures[1] === 1;
  const said = { one, other, share: finding.share };
  return (
    <>
      <p>
        {contradicts
          ? t(single ? 'inspect.advice.contradictSingle' : 'inspect.advice.contradict', said)
          : single
            ? t('inspect.advice.alikeSingle', said)
            : t(one === other ? 'inspect.advice.alikeOne' : 'inspect.advice.alike', said)}
      </p>
      <Muted faint>
        {t('inspect.advice.fromBursts', {
          first: pictures[0],
          second: pictures[1],
          compared,
        })}
      </Muted>
      <Button variant="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? 'inspect.advice.hide' : 'inspect.advice.show')}
      </Button>
      {open &&
        finding.groups.map((group, i) => (
          <Burst key={group} ids={advice.bursts[group] ?? []} name={names[i] ?? ''} onWhy={onWhy} />
        ))}
    </>
  );
}

/** No more pictures of one recording than this are shown. */
const MOST_SHOWN = 12;

type BurstProps = { ids: readonly string[]; name: string; onWhy: (id: string) => void };

function Burst({ ids, name, onWhy }: BurstProps) {
  const { t } = useTranslation();
  const samples = useApp((state) => state.samples);
  const follows = useApp((state) => state.role === 'follows');
  const there = ids.filter((id) => samples[id]);
  return (
    <div className={styles.burst}>
      <p className={styles.burstHead}>
        <span>{t('inspect.advice.burst', { name, pictures: there.length })}</span>
        <Button
          variant="link"
          disabledReason={
            follows ? t('tabs.reason') : there.length === 0 ? t('inspect.removed') : undefined
          }
          onClick={(event) => {
            panelOf(event.currentTarget)?.focus();
            useApp.getState().deleteSamples(there);
          }}
        >
          {t('inspect.advice.removeBurst', { count: there.length })}
        </Button>
      </p>
      <ul className={styles.pictures}>
        {there.slice(0, MOST_SHOWN).map((id) => (
          <li key={id}>
            <button
              type="button"
              className={styles.picture}
              aria-label={`${t('inspect.open')}: ${name}`}
              onClick={() => onWhy(id)}
            >
              <LatePicture id={id} read={pictureUrl} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Background({ finding, onCollect }: WordsProps<Of<'background'>>) {
  const { t } = useTranslation();
  const { border, whole, guessing, from } = finding;
  return (
    <>
      <p>
        {t('inspect.advice.background', {
          border: border.right / border.total,
          whole: whole.right / whole.total,
          guessing,
        })}
      </p>
      <Muted faint>
        {t('inspect.advice.fromBackground', {
          pictures: from.pictures,
          bursts: from.bursts,
          low: border.low,
          high: border.high,
        })}
      </Muted>
      <Button variant="link" onClick={onCollect}>
        {t('inspect.advice.otherPlaces')}
      </Button>
    </>
  );
}

function More({ finding, advice, onCollect }: WordsProps<Of<'more-pictures'>>) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const { label, more, gain, low, high, recall, from } = finding;
  const name = nameOf(advice.classes[label] ?? '');
  return (
    <>
      <p>{t('inspect.advice.more', { name, count: more, gain })}</p>
      <Muted faint>
        {t('inspect.advice.fromMore', {
          low,
          high,
          right: recall.right,
          total: recall.total,
          samples: from.samples,
          bursts: from.bursts,
        })}
      </Muted>
      <Button variant="link" onClick={onCollect}>
        {t('inspect.advice.add', { name })}
      </Button>
    </>
  );
}

/** Shown where a second recording would make measuring possible. */
function NotMeasured({ advice }: { advice: LabelledAdvice }) {
  const { t } = useTranslation();
  const bursts = advice.notMeasured.some(({ why }) => why === 'too-few-bursts');
  return bursts ? (
    <Muted as="li" faint>
      {t('inspect.advice.notMeasured')}
    </Muted>
  ) : null;
}
