// Look closer: what the last run gets right and wrong, why, and what would help.
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredRun } from '../../model/run';
import { useApp } from '../../store/app-store';
import { answeredOf } from '../../store/inspect/answers';
import { Button } from '../../ui/button';
import { ArrowIcon } from '../../ui/icons';
import { Note } from '../../ui/note';
import { AdviceCard } from './advice-card';
import { CalibrationCard } from './calibration-card';
import { ClassTable } from './class-table';
import { Head } from './head';
import { InspectUndo } from './inspect-undo';
import styles from './inspect-view.module.css';
import { MapCard } from './map-card';
import { MatrixCard } from './matrix-card';
import { MistakesCard } from './mistakes-card';
import { chosenSet, type SetName } from './run';
import { SuspectsCard } from './suspects-card';
import { useInspection } from './use-inspection';
import { WhyDialog } from './why-dialog';

type InspectViewProps = {
  /** Goes to where the next step is. */
  onTrain: () => void;
  onCollect: () => void;
};

export function InspectView({ onTrain, onCollect }: InspectViewProps) {
  const { t } = useTranslation();
  const id = useId();
  const learned = useApp((state) => state.learned);
  useInspection();
  return (
    <section className={styles.page} aria-labelledby={id}>
      {learned ? (
        <Inspected run={learned} titleId={id} onCollect={onCollect} />
      ) : (
        <div className={styles.empty}>
          <h2 id={id}>{t('views.inspect')}</h2>
          <p>{t('inspect.nothing')}</p>
          <Button icon={<ArrowIcon />} onClick={onTrain}>
            {t('inspect.goTrain')}
          </Button>
        </div>
      )}
      <InspectUndo />
    </section>
  );
}

type InspectedProps = { run: StoredRun; titleId: string; onCollect: () => void };

function Inspected({ run, titleId, onCollect }: InspectedProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<SetName>('test');
  const [asked, setAsked] = useState<string>();
  const set = chosenSet(run, wanted);
  const { evaluation } = set;
  const answers = useMemo(
    () => (evaluation?.answers ? answeredOf(evaluation.answers) : undefined),
    [evaluation],
  );
  const { learn } = useApp.getState();
  const { classes } = run.result.head;

  return (
    <>
      <Head run={run} set={set} answers={answers} titleId={titleId} onSet={setWanted} />
      {evaluation && !answers && (
        <Note
          kind="tip"
          className={styles.older}
          action={{ label: t('inspect.learnAgain'), onClick: () => learn() }}
        >
          {t('inspect.older')}
        </Note>
      )}
      <div className={styles.columns}>
        <div className={styles.column}>
          {evaluation && (
            <MatrixCard
              evaluation={evaluation}
              classes={classes}
              answers={answers}
              onWhy={setAsked}
            />
          )}
          {evaluation?.perClass && <ClassTable evaluation={evaluation} classes={classes} />}
        </div>
        <div className={styles.column}>
          {answers && (
            <MistakesCard key={set.name} answers={answers} classes={classes} onWhy={setAsked} />
          )}
          <SuspectsCard onWhy={setAsked} />
        </div>
        <div className={styles.column}>
          <MapCard run={run} onWhy={setAsked} />
          <CalibrationCard calibration={run.result.calibration} />
          <AdviceCard onCollect={onCollect} onWhy={setAsked} />
        </div>
      </div>
      {asked !== undefined && (
        <WhyDialog key={asked} id={asked} run={run} onClose={() => setAsked(undefined)} />
      )}
    </>
  );
}
