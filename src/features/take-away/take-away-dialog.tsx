// What was learned, to run elsewhere: a file for each use, and the code that uses the model.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { deletedSince, isStale, readiness } from '../../store/train/readiness';
import { answeringRun, isOlder, standInOf } from '../../store/train/stand-in-slice';
import { type ProductName, productNames } from '../../take-away/products';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SaveIcon } from '../../ui/icons';
import { LiveRegion } from '../../ui/live-region';
import { Muted } from '../../ui/muted';
import { Note } from '../../ui/note';
import { CodeToCopy } from './code-to-copy';
import { save, type TakeAwayProblem } from './save';
import styles from './take-away-dialog.module.css';

/** What one comes for; the dialog itself would start at its Close. */
const focusFirst = (list: HTMLUListElement | null) =>
  list?.querySelector<HTMLElement>('button:not([aria-disabled])')?.focus();

export function TakeAwayDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('takeAway');
  const { t: common } = useTranslation();
  const standIn = useApp(standInOf);
  const learnedAt = useApp((state) => answeringRun(state)?.at);
  const stale = useApp((state) => (standIn ? isOlder(state, standIn) : isStale(state)));
  const deleted = useApp(
    (state) => deletedSince({ learned: answeringRun(state), classes: state.classes }).length,
  );
  const [busy, setBusy] = useState<ProductName>();
  const [saved, setSaved] = useState<string>();
  const [problem, setProblem] = useState<TakeAwayProblem>();

  const run = async (product: ProductName) => {
    setBusy(product);
    setSaved(undefined);
    setProblem(undefined);
    try {
      const outcome = await save(product);
      if (outcome && 'name' in outcome) setSaved(outcome.name);
      else setProblem(outcome?.problem);
    } finally {
      setBusy(undefined);
    }
  };

  return (
    <Dialog
      open
      wide
      title={t('title')}
      description={t('lead')}
      closeLabel={common('common.close')}
      onOpenChange={(open) => open || onClose()}
    >
      <div className={styles.content}>
        {standIn && <Note kind="tip">{`${t('standIn')} ${t(`way.${standIn.strategy}`)}`}</Note>}
        {deleted > 0 ? (
          standIn ? (
            <Note kind="warn" action={backToTraining(t('trained'))}>
              {t('deleted.standIn', { count: deleted })}
            </Note>
          ) : (
            <StillKnows count={deleted} />
          )
        ) : (
          stale &&
          learnedAt !== undefined && <Note kind="warn">{t('outdated', { time: learnedAt })}</Note>
        )}
        <ul ref={focusFirst} className={styles.products}>
          {productNames.map((product) => (
            <li key={product} className={styles.product}>
              <h3>{t(`save.${product}.title`)}</h3>
              <Muted>{t(`save.${product}.text`)}</Muted>
              <Button
                icon={<SaveIcon />}
                busy={busy === product ? t('packing') : undefined}
                disabledReason={deleted > 0 ? t('deleted.reason') : undefined}
                onClick={() => run(product)}
              >
                {t(`save.${product}.run`)}
              </Button>
            </li>
          ))}
        </ul>
        <Muted faint>{t('carries')}</Muted>
        {problem && <Note kind="danger">{t(`failed.${problem}`)}</Note>}
        <p className={styles.saved}>{saved !== undefined && t('saved', { name: saved })}</p>
        <LiveRegion message={saved === undefined ? '' : t('saved', { name: saved })} />
        <CodeToCopy />
      </div>
    </Dialog>
  );
}

const backToTraining = (label: string) => ({
  label,
  onClick: () => useApp.getState().putToUse(undefined),
});

/** A class that was deleted since is no answer that anybody would want to take along. */
function StillKnows({ count }: { count: number }) {
  const { t } = useTranslation('takeAway');
  const { t: common } = useTranslation();
  const can = useApp(
    (state) => state.role === 'leads' && state.phase !== 'training' && readiness(state).can,
  );
  const train = {
    label: common('train.start'),
    onClick: () => useApp.getState().learn(),
  };
  return (
    <Note kind="warn" action={can ? train : undefined}>
      {t('deleted.text', { count })}
    </Note>
  );
}
