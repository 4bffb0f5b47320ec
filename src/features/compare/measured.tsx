// Both models on the same held-out pictures: figures, class by class, and where only one of them is
// right.

import { useTranslation } from 'react-i18next';
import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import type { Counted } from '../../model/evaluation';
import { verdictOn } from '../../model/statistics/paired-difference';
import { pictureUrl } from '../../runtime/pictures';
import {
  type Compared,
  type ComparedPicture,
  comparisonFingerprintOf,
  matchClasses,
  setToCompare,
  useComparison,
} from '../../store/compare/comparison';
import type { OtherModel } from '../../store/compare/other-model-slice';
import { useMeasuring } from '../../store/measuring';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { Course, shareOf } from '../../ui/course';
import { Muted } from '../../ui/muted';
import { Note } from '../../ui/note';
import { useLateUrl } from '../../ui/use-late-url';
import styles from './measured.module.css';
import { type OurClasses, useOurClasses } from './our-classes';
import { Part } from './part';

const MOST_PICTURES = 12;

export function Measured({ model }: { model: OtherModel }) {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation();
  const ours = useOurClasses();
  const running = useComparison((state) => state.running);
  const measured = useComparison((state) => state.measured);
  const failed = useComparison((state) => state.error !== undefined);
  const measuring = useMeasuring();
  const { run, names } = ours;
  const known = matchClasses(model.labels, names);
  if (known.every((index) => index < 0)) return null;
  const answers = run && setToCompare(run)?.answers;
  const count = answers?.labels.filter((label) => known.includes(label)).length ?? 0;
  const now = comparisonFingerprintOf(run, model, names);
  const current = measured?.fingerprint === now ? measured : undefined;
  return (
    <Part
      title={t('measure.title')}
      actions={
        count > 0 &&
        !running && (
          <Button
            size="dense"
            variant={current ? 'default' : 'primary'}
            disabledReason={measuring ? t('measure.busy') : undefined}
            onClick={() => useComparison.getState().measure(names)}
          >
            {current ? t('measure.again') : t('measure.run', { count })}
          </Button>
        )
      }
    >
      {!run ? (
        <Muted small>{t('measure.untrained')}</Muted>
      ) : count === 0 ? (
        <Muted small>{t('measure.nothing')}</Muted>
      ) : null}
      {running && (
        <Course
          label={t('measure.progress')}
          said={common('common.of', running)}
          value={shareOf(running)}
        />
      )}
      <div role="status">
        {failed && <Note kind="warn">{t('measure.failed')}</Note>}
        {current && <Verdict of={current} />}
      </div>
      {current && <Figures of={current} ours={ours} />}
      {current && <Differences of={current} ours={ours} />}
    </Part>
  );
}

function Verdict({ of: { difference, set, leftOut, model, pictures } }: { of: Compared }) {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation();
  const { difference: by, low, high } = difference;
  const verdict = verdictOn(difference);
  const sentences: string[] = [
    t(`measure.${set}`),
    t(model.madeBy === 'apprentice' ? 'measure.honestOwn' : 'measure.honest'),
    ...(leftOut > 0 ? [t('measure.leftOut', { count: leftOut })] : []),
    // If all pictures are of one class, a model that always names it would get all of them right.
    ...(new Set(pictures.map(({ is }) => is)).size === 1 ? [t('measure.oneClass')] : []),
  ];
  return (
    <>
      <p className={styles.verdict}>
        {verdict === 'better'
          ? t('measure.betterOurs', { by, low, high })
          : verdict === 'worse'
            ? t('measure.betterTheirs', { by: -by, low: -high, high: -low })
            : t('measure.equal')}
      </p>
      <Muted small>
        {sentences.reduce((first, second) => common('common.sentences', { first, second }))}
      </Muted>
    </>
  );
}

type OfRun = { of: Compared; ours: OurClasses };

function Figures({ of, ours: { names, rows } }: OfRun) {
  const { t } = useTranslation('compare');
  const { pictures, model } = of;
  const there = names.flatMap((name, k) => {
    const own = pictures.filter(({ is }) => is === k);
    return own.length === 0 ? [] : [{ k, name, own }];
  });
  const right = (some: readonly ComparedPicture[], whose: 'oursRight' | 'theirsRight') =>
    some.filter((each) => each[whose]).length;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('measure.class')}</th>
          <th scope="col">{t('measure.pictures')}</th>
          <th scope="col">{t('measure.yours')}</th>
          <th scope="col">{model.name || t('model.nameless')}</th>
        </tr>
      </thead>
      <tbody>
        <tr className={styles.all}>
          <th scope="row">{t('measure.all')}</th>
          <td>{pictures.length}</td>
          <td>
            <Rate of={of.ours} />
          </td>
          <td>
            <Rate of={of.theirs} />
          </td>
        </tr>
        {there.map(({ k, name, own }) => {
          const row = rows[k];
          return (
            <tr key={k}>
              <th scope="row">
                <span className={styles.class}>
                  {row && <ClassMark index={row.shape} colour={row.colour + 1} />}
                  <span className={styles.clip} title={name}>
                    {name}
                  </span>
                </span>
              </th>
              <td>{own.length}</td>
              <td>{t('measure.count', { right: right(own, 'oursRight') })}</td>
              <td>{t('measure.count', { right: right(own, 'theirsRight') })}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Rate({ of: { right, total, low, high } }: { of: Counted }) {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation();
  if (total < ENOUGH_FOR_A_RATE) return <span>{t('measure.count', { right })}</span>;
  return (
    <>
      <span>{`${t('measure.rate', { right, rate: right / total })} `}</span>
      <span className={styles.interval}>{common('result.interval', { low, high })}</span>
    </>
  );
}

function Differences({ of: { pictures, model }, ours: { names } }: OfRun) {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation();
  const differ = pictures.filter(({ oursRight, theirsRight }) => oursRight !== theirsRight);
  if (differ.length === 0) return null;
  const labelled = (label: number) =>
    model.labels[label] || common('classes.unnamed', { number: label + 1 });
  return (
    <>
      <h4>{t('measure.differ')}</h4>
      <ul className={styles.pictures} aria-label={t('measure.differ')}>
        {differ.slice(0, MOST_PICTURES).map(({ id, is, ours, theirs }) => (
          <li key={id} className={styles.picture}>
            <Picture id={id} />
            <span className={styles.words}>
              <b>{t('measure.is', { name: names[is] })}</b>
              <span>{t('measure.said', { model: t('measure.yours'), name: names[ours] })}</span>
              <span>
                {t('measure.said', {
                  model: model.name || t('model.nameless'),
                  name: labelled(theirs.label),
                })}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {differ.length > MOST_PICTURES && (
        <Muted small>{t('measure.more', { count: differ.length - MOST_PICTURES })}</Muted>
      )}
    </>
  );
}

/** It has no text of its own, because the words stand next to it. */
function Picture({ id }: { id: string }) {
  const url = useLateUrl(id, pictureUrl)?.url;
  if (url === undefined) return <span className={styles.image} />;
  return <img className={styles.image} src={url} alt="" decoding="async" />;
}
