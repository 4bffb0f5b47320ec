import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { Explanation } from '../../model/prediction';
import type { StoredRun } from '../../model/run';
import { pictureUrl } from '../../runtime/pictures';
import { useApp } from '../../store/app-store';
import { answeredOf } from '../../store/inspect/answers';
import { hasLearnedFrom } from '../../store/project/learned-pictures';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { ConfidenceBars } from '../../ui/confidence-bars';
import { Dialog } from '../../ui/dialog';
import type { Elements } from '../../ui/elements';
import { HeatOverlay } from '../../ui/heat-overlay';
import { LatePicture } from '../../ui/late-picture';
import { Muted } from '../../ui/muted';
import { Select } from '../../ui/select';
import { Switch } from '../../ui/switch';
import { MoveMenu } from './move-menu';
import { Nearest } from './nearest';
import { useClassName } from './use-class-name';
import styles from './why-dialog.module.css';

type WhyDialogProps = { id: string; run: StoredRun; onClose: () => void };

/** Why a picture gets its answer, what resembles it most, and what can be done with it. */
export function WhyDialog({ id, run, onClose }: WhyDialogProps) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const row = useApp((state) => state.samples[id]);
  const follows = useApp((state) => state.role === 'follows');
  const { deleteSamples, setAside } = useApp.getState();
  const disabledReason = row ? (follows ? t('tabs.reason') : undefined) : t('inspect.removed');
  const closeAfter = (act: () => unknown) => () => {
    act();
    onClose();
  };
  return (
    <Dialog
      open
      wide
      title={row ? t('inspect.why.title', { name: nameOf(row.classId) }) : t('inspect.removed')}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
      footer={
        <>
          <MoveMenu ids={[id]} disabledReason={disabledReason} onDone={onClose} />
          <Button
            size="dense"
            disabledReason={disabledReason}
            onClick={closeAfter(() => setAside([id], !row?.test))}
          >
            {row?.test ? t('testSet.useForLearning') : t('testSet.useForTest')}
          </Button>
          <Button
            size="dense"
            disabledReason={disabledReason}
            onClick={closeAfter(() => deleteSamples([id]))}
          >
            {t('inspect.remove')}
          </Button>
        </>
      }
    >
      <Why id={id} run={run} />
    </Dialog>
  );
}

function Why({ id, run }: { id: string; run: StoredRun }) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const [classId, setClassId] = useState<string>();
  const [shown, setShown] = useState(true);
  const [found, setFound] = useState<Explanation>();
  const [looked, setLooked] = useState(false);
  const failed = useApp((state) => state.inspectionError);
  const content = useRef<HTMLDivElement>(null);

  // People open this for the picture. Without this, the dialog's focus would start at its Close
  // button.
  useEffect(() => content.current?.focus(), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another run answers anew
  useEffect(() => {
    let wanted = true;
    void useApp
      .getState()
      .explainSample(id, classId)
      .then((explanation) => {
        if (!wanted) return;
        setLooked(true);
        // The earlier map stays until there is a new one.
        if (explanation) setFound(explanation);
      });
    return () => {
      wanted = false;
    };
  }, [id, classId, run.at]);

  const classes = found?.prediction.classes ?? run.result.head.classes;
  const hasPlaces = found !== undefined && found.heat.width * found.heat.height > 1;
  const of = classId ?? found?.heat.classId ?? classes[0] ?? '';
  return (
    <div ref={content} className={styles.why} tabIndex={-1}>
      <div className={styles.left}>
        <div className={styles.picture} data-heat={(shown && hasPlaces) || undefined}>
          <LatePicture id={id} read={pictureUrl} alt={t('inspect.why.picture')} />
          {found && shown && hasPlaces && <HeatOverlay {...found.heat} />}
        </div>
        <div className={styles.controls}>
          <Switch
            label={t('inspect.why.heat')}
            checked={shown}
            onChange={setShown}
            disabledReason={found ? undefined : t('inspect.why.looking')}
          />
          <Select
            label={t('inspect.why.of')}
            value={of}
            options={classes.map((each) => ({ value: each, label: nameOf(each) }))}
            onChange={setClassId}
          />
        </div>
        <Muted small>
          {found && !hasPlaces
            ? t('try.looked.placeless')
            : found
              ? t(found.heat.exact ? 'inspect.why.exact' : 'inspect.why.approximate')
              : looked
                ? t(failed ? `engine.error.${failed}` : 'inspect.why.gone')
                : t('inspect.why.looking')}
        </Muted>
      </div>
      <div className={styles.right}>
        <Part title={t('inspect.why.now')}>
          <Measured id={id} run={run} />
          <Bars explanation={found} classes={classes} />
        </Part>
        <Part title={t('inspect.nearest.title')}>
          <Nearest neighbours={found?.nearest} />
        </Part>
      </div>
    </div>
  );
}

function Part({ title, children }: { title: string; children: Elements }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** What was said when it was measured. The head in use may have learned from the picture since. */
function Measured({ id, run }: { id: string; run: StoredRun }) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const { validation, test, head, refitOnAll } = run.result;
  const among = (set: typeof validation) =>
    set?.answers && answeredOf(set.answers).find((each) => each.id === id);
  const heldOut = among(validation);
  const measured = among(test) ?? heldOut;
  if (!measured) {
    return (
      <Muted small>
        {t(hasLearnedFrom(run, id) ? 'inspect.why.learned' : 'inspect.why.later')}
      </Muted>
    );
  }
  const said = nameOf(head.classes[measured.said] ?? '');
  return (
    <Muted small>
      {t(measured === heldOut && refitOnAll ? 'inspect.why.before' : 'inspect.why.measured', {
        said,
        sure: measured.sure,
      })}
    </Muted>
  );
}

type BarsProps = { explanation: Explanation | undefined; classes: readonly string[] };

function Bars({ explanation, classes }: BarsProps) {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const rows = useApp((state) => state.classes);
  const { percent } = formatsFor(currentLanguage());
  const bars = classes.flatMap((classId, k) => {
    const row = rows.find(({ id }) => id === classId);
    const share = explanation?.prediction.probabilities[k] ?? null;
    return row
      ? [
          {
            id: classId,
            name: nameOf(classId),
            mark: <ClassMark index={row.shape} colour={row.colour + 1} />,
            colour: row.colour + 1,
            share,
            text: share === null ? t('try.noAnswer') : percent(share),
          },
        ]
      : [];
  });
  return <ConfidenceBars label={t('try.bars')} bars={bars} />;
}
