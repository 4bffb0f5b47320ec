import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../model/evaluation';
import type { StoredRun } from '../../model/run';
import { choseEpoch } from '../../model/run';
import { useApp } from '../../store/app-store';
import { type Answered, rateView } from '../../store/inspect/answers';
import { isOutdated, isStale } from '../../store/train/readiness';
import { Button } from '../../ui/button';
import { CompareIcon, WarnIcon } from '../../ui/icons';
import { Muted } from '../../ui/muted';
import { Segmented } from '../../ui/segmented';
import styles from './head.module.css';
import type { chosenSet, SetName } from './run';
import { TakeAlong } from './take-along';

type HeadProps = {
  run: StoredRun;
  set: ReturnType<typeof chosenSet>;
  answers: Answered[] | undefined;
  titleId: string;
  onSet: (name: SetName) => void;
};

/** Says which set and which model the figures are of, and how far to trust them. */
export function Head({ run, set, answers, titleId, onSet }: HeadProps) {
  const { t } = useTranslation();
  const stale = useApp((state) => state.phase === 'training' || isStale(state));
  const outdated = useApp(isOutdated);
  const { learn } = useApp.getState();
  const { test, heldOut, evaluation } = set;
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <h2 id={titleId}>{t('views.inspect')}</h2>
        <Segmented<SetName>
          label={t('inspect.set.label')}
          value={set.name}
          size="dense"
          options={[
            {
              value: 'test',
              label: t('inspect.set.test', { count: test?.total ?? 0 }),
              disabledReason: test ? undefined : t('inspect.set.noTest'),
            },
            {
              value: 'heldOut',
              label: t('inspect.set.heldOut', { count: heldOut?.total ?? 0 }),
              disabledReason: heldOut ? undefined : t('result.noneHeldOut'),
            },
          ]}
          onChange={onSet}
        />
        <p className={styles.figures}>
          <Figures evaluation={evaluation} />
        </p>
        <span className={styles.end}>
          <span className={styles.model} data-old={stale || undefined}>
            {stale
              ? t('inspect.modelBefore', { time: run.at, seed: run.settings.seed })
              : t('inspect.model', { time: run.at, seed: run.settings.seed })}
          </span>
          {outdated && (
            <Button variant="link" onClick={() => learn()}>
              {t('inspect.learnAgain')}
            </Button>
          )}
          <Button
            size="dense"
            icon={<CompareIcon />}
            onClick={() => useApp.getState().openComparison()}
          >
            {t('compare.open')}
          </Button>
          <TakeAlong
            set={
              set.name === 'test'
                ? t('inspect.set.test', { count: test?.total ?? 0 })
                : t('inspect.set.heldOut', { count: heldOut?.total ?? 0 })
            }
            run={run}
            evaluation={evaluation}
            answers={answers}
          />
        </span>
      </div>
      {evaluation && (
        <Muted small>
          {sentences(t, [
            set.name === 'test'
              ? t('inspect.set.testWhat')
              : t(
                  run.result.refitOnAll
                    ? 'inspect.set.heldOutThenLearned'
                    : 'inspect.set.heldOutWhat',
                ),
            set.name === 'heldOut' && choseEpoch(run) && t('result.choseEpoch'),
            fewer(evaluation) && t('inspect.independent', { count: fewer(evaluation) ?? 0 }),
          ])}
        </Muted>
      )}
      {evaluation?.alsoLearnt ? (
        <p className={styles.caution}>
          <WarnIcon />
          <span>
            {t('inspect.alsoLearnt', { count: evaluation.alsoLearnt, total: evaluation.total })}
          </span>
        </p>
      ) : null}
      <CrossValidated than={evaluation?.total ?? 0} />
    </header>
  );
}

/** How many independent pictures they are worth, if that is fewer. */
function fewer({ independent, total }: Evaluation): number | undefined {
  const whole = independent === undefined ? total : Math.round(independent);
  return whole < total ? whole : undefined;
}

function sentences(t: TFunction, all: (string | number | false | undefined)[]): string {
  return all
    .filter((each): each is string => typeof each === 'string')
    .reduce((first, second) => t('common.sentences', { first, second }));
}

function Figures({ evaluation }: { evaluation: Evaluation | undefined }) {
  const { t } = useTranslation();
  const view = rateView(evaluation);
  if (view.kind === 'none') return <span>{t('result.noneHeldOut')}</span>;
  const { right, wrong } = view;
  if (view.kind === 'few') {
    return (
      <>
        <b>{`${t('inspect.counts', { right, wrong })} `}</b>
        <span>{t('inspect.tooFew')}</span>
      </>
    );
  }
  return (
    <>
      <span>{`${t('inspect.countsThen', { right, wrong })} `}</span>
      <b>{`${t('inspect.rate', { rate: view.rate })} ${t('result.interval', view)}`}</b>
      {evaluation?.guessing !== undefined && (
        <Muted as="span" faint>
          {` ${t('result.guessing', { share: evaluation.guessing })}`}
        </Muted>
      )}
      {view.balanced && <span>{` ${t('result.balanced', { ...view.balanced })}`}</span>}
    </>
  );
}

/**
 * The accuracy on all pictures, each answered by a head that has not seen it. Its space is reserved
 * before it is there. `than` is the number of pictures behind the figure above it.
 */
function CrossValidated({ than }: { than: number }) {
  const { t } = useTranslation();
  const measured = useApp((state) => state.inspected === state.learned);
  const figures = useApp((state) => (measured ? state.crossValidation : undefined));
  const busy = useApp((state) => state.inspecting !== undefined);
  const failed = useApp((state) => state.inspectionError);
  const view = rateView(figures);
  if (!figures || view.kind === 'none') {
    const words = failed
      ? t(`engine.error.${failed}`)
      : busy || !measured
        ? t('inspect.cross.busy')
        : t('inspect.cross.tooFew');
    return (
      <p className={styles.cross} role="status">
        <span>{`${words} `}</span>
        {failed && (
          <Button variant="link" onClick={() => useApp.getState().inspect()}>
            {t('engine.tryAgain')}
          </Button>
        )}
      </p>
    );
  }
  const { right, wrong, total } = view;
  return (
    <p className={styles.cross}>
      <span>{`${t('inspect.cross.over', { count: total })} `}</span>
      <b>
        {view.kind === 'few'
          ? t('inspect.counts', { right, wrong })
          : `${t('inspect.rate', { rate: view.rate })} ${t('result.interval', view)}`}
      </b>
      <Muted as="span" faint>
        {` ${sentences(t, [
          view.kind === 'rate' && view.balanced && t('result.balanced', { ...view.balanced }),
          t('inspect.cross.what', { count: figures.folds }),
          figures.probe
            ? t('inspect.cross.probe')
            : view.kind === 'rate' && total > than && t('inspect.cross.surer'),
        ])}`}
      </Muted>
    </p>
  );
}
