import { useEffect, useState } from 'react';
import { backboneName } from '../../i18n/backbone-name';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { pictureUrl } from '../../runtime/pictures';
import { useApp } from '../../store/app-store';
import { learnable } from '../../store/project/classes';
import { hasLearnedFrom } from '../../store/project/learned-pictures';
import { answeringRun, standInOf } from '../../store/train/stand-in-slice';
import { useSourceSight } from '../../store/transfer/source-sight';
import { ClassMark } from '../../ui/class-mark';
import { ConfidenceBars } from '../../ui/confidence-bars';
import { PictureIcon } from '../../ui/icons';
import { LatePicture } from '../../ui/late-picture';
import { Muted } from '../../ui/muted';
import { Note } from '../../ui/note';
import { Panel } from '../../ui/panel';
import { Segmented } from '../../ui/segmented';
import styles from './before-after-card.module.css';
import { LiveCamera } from './live-camera';
import { ReadAlong } from './read-along';
import { SamplePicker } from './sample-picker';
import { sourceName } from './source-name';
import { useTexts } from './use-texts';

/** The same picture as the source task's head sees it, and as the person's own head does. */
export function BeforeAfterCard() {
  const { t, page } = useTexts();
  const [from, setFrom] = useState<'picture' | 'camera'>('picture');
  const [id, setId] = useState<string>();
  const learnedAt = useApp((state) => answeringRun(state)?.at);
  const ready = useApp((state) => state.engine.phase === 'ready');
  const any = useApp((state) => learnable(state).size > 0);
  const { lookAtSample, lookAtFrame, close } = useSourceSight.getState();

  // The picture is examined again when something else was learned.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    if (from === 'picture' && id !== undefined && ready) void lookAtSample(id);
  }, [from, id, ready, learnedAt, lookAtSample]);
  useEffect(() => () => void close(), [close]);

  return (
    <Panel
      title={t('sight.title')}
      aside={
        <Segmented
          label={t('sight.of')}
          size="dense"
          value={from}
          options={[
            { value: 'picture', label: t('sight.picture') },
            { value: 'camera', label: page('classes.camera') },
          ]}
          onChange={(next) => {
            void close();
            setFrom(next);
          }}
        />
      }
    >
      <div className={styles.body}>
        <div className={styles.subject}>
          {from === 'camera' ? (
            <LiveCamera onFrame={lookAtFrame} />
          ) : id === undefined ? (
            <div className={styles.empty}>
              <PictureIcon large />
              <p>{t(any ? 'sight.choose' : 'picker.none')}</p>
            </div>
          ) : (
            <LatePicture id={id} read={pictureUrl} alt={t('sight.chosen')} />
          )}
          {from === 'picture' && (
            <SamplePicker label={t('picker.label')} value={id} onChange={setId} />
          )}
        </div>
        <Before />
        <After picture={from === 'picture' ? id : undefined} />
      </div>
      <ReadAlong of="sight" />
    </Panel>
  );
}

function Before() {
  const { t, page } = useTexts();
  const answers = useSourceSight((state) => state.before);
  const loading = useSourceSight((state) => state.loading);
  const error = useSourceSight((state) => state.error);
  const spec = useApp((state) => state.spec);
  const headless = useApp((state) => state.engine.backbone?.hasSourceHead === false);
  const language = currentLanguage();
  const { confidence, sentences } = formatsFor(language);
  return (
    <div>
      <h4 className={styles.when}>{t('sight.before')}</h4>
      <p className={styles.who}>
        {sentences([
          t('sight.beforeWho'),
          headless && t('sight.headless', { name: backboneName(page, spec) }),
        ])}
      </p>
      {error === undefined ? (
        !answers && (
          <Muted role="status">
            {loading
              ? t('sight.loading', { done: loading.bytes / loading.total })
              : t('sight.needs')}
          </Muted>
        )
      ) : (
        <Note kind="danger">
          {page(error === 'unreadable' ? 'try.unreadable.broken' : `engine.error.${error}`)}
        </Note>
      )}
      {answers && (
        <ol className={styles.answers} aria-label={t('sight.before')}>
          {answers.map((answer) => (
            <li key={answer.classIndex} className={styles.answer}>
              <span className={styles.name} title={answer.name}>
                {sourceName(answer, language)}
              </span>
              <span className={styles.track} aria-hidden>
                <span className={styles.fill} style={{ width: `${answer.probability * 100}%` }} />
              </span>
              <span className={styles.share}>{confidence(answer.probability)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function After({ picture }: { picture: string | undefined }) {
  const { t, page } = useTexts();
  const prediction = useSourceSight((state) => state.after);
  const classes = useApp((state) => state.classes);
  const learned = useApp((state) => state.learned !== undefined);
  const run = useApp(answeringRun);
  const standIn = useApp(standInOf);
  const { confidence, sentences } = formatsFor(currentLanguage());
  const bars = classes.flatMap((row) => {
    const share = prediction?.probabilities[prediction.classes.indexOf(row.id)];
    return prediction && share === undefined ? [] : [{ row, share }];
  });
  return (
    <div>
      <h4 className={styles.when}>{t('sight.after')}</h4>
      <p className={styles.who}>
        {sentences([
          standIn
            ? t('sight.afterStandIn', { name: t(`strategies.name.${standIn.strategy}`) })
            : t(learned ? 'sight.afterWho' : 'sight.notLearned'),
          run &&
            picture !== undefined &&
            t(hasLearnedFrom(run, picture) ? 'sight.learnedFrom' : 'sight.unseen'),
        ])}
      </p>
      {learned && (
        <ConfidenceBars
          label={t('sight.after')}
          bars={bars.map(({ row, share }) => ({
            id: row.id,
            name: className(page, row),
            mark: <ClassMark index={row.shape} colour={row.colour + 1} />,
            colour: row.colour + 1,
            share: share ?? null,
            text: share === undefined ? page('try.noAnswer') : confidence(share),
          }))}
        />
      )}
    </div>
  );
}
