// Asks about a project file: where it should go, and whether to take its undamaged part.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import type { AskedAboutFailures, OfferedFile } from '../../store/project/project-file-slice';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { focusOnce } from '../../ui/focus-once';
import { Muted } from '../../ui/muted';
import styles from './file-dialogs.module.css';
import { projectTitle } from './project-title';

export function FileDialogs() {
  const offered = useApp((state) => state.offered);
  const asked = useApp((state) => state.asked);
  if (offered) return <Offered of={offered} />;
  return asked ? <Asked of={asked} /> : null;
}

function Offered({ of }: { of: OfferedFile }) {
  const { t } = useTranslation();
  const { dismissOffered } = useApp.getState();
  const { summary } = of;
  const counts = { classes: summary.classes.length, pictures: summary.pictures };
  return (
    <Dialog
      open
      title={t('projectFile.title', { name: projectTitle(t, summary) })}
      description={t('projects.counts', counts)}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || dismissOffered()}
      footer={<Ways />}
    >
      <Muted>{t('projectFile.ways')}</Muted>
    </Dialog>
  );
}

function Ways() {
  const { t } = useTranslation();
  // Only one transfer at a time, because another would end the one under way.
  const busy = useApp((state) => state.transfer !== undefined);
  const project = useApp((state) => state.project);
  const follows = useApp((state) => state.role === 'follows');
  const { openOffered, mergeOffered } = useApp.getState();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  const wait = busy ? t('projects.whileCopying') : undefined;
  return (
    <>
      <Button disabledReason={follows ? t('tabs.reason') : wait} onClick={() => mergeOffered()}>
        {t('projectFile.merge', { name: projectTitle(t, project ?? { name: '' }) })}
      </Button>
      <Button ref={first} variant="primary" disabledReason={wait} onClick={() => openOffered()}>
        {t('projectFile.open')}
      </Button>
    </>
  );
}

function Asked({ of }: { of: AskedAboutFailures }) {
  const { t } = useTranslation();
  const { answerAsked } = useApp.getState();
  const answer = (keep: boolean) => () => answerAsked(keep);
  const count = of.failures.length;
  return (
    <Dialog
      open
      title={t('projectFile.asked', { count })}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || answer(false)()}
      footer={
        <>
          <Button onClick={answer(false)}>{t('projectFile.takeNone')}</Button>
          <Button variant="primary" onClick={answer(true)}>
            {t('projectFile.takeGood')}
          </Button>
        </>
      }
    >
      <FailureList failures={of.failures} />
    </Dialog>
  );
}

type Failures = AskedAboutFailures['failures'];

/** More than anybody reads, and no more than a page draws at once. */
const MOST_LISTED = 200;

function FailureList({ failures }: { failures: Failures }) {
  const { t } = useTranslation();
  const more = failures.length - MOST_LISTED;
  return (
    // The reading starts here, and the keys scroll. A tooltip on Close would take the first Escape.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it may be longer than the dialog
    <div ref={focusOnce} tabIndex={0} className={styles.start}>
      <dl className={styles.failures}>
        {failures.slice(0, MOST_LISTED).map(({ name, reason }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and the list stays as it is
          <div key={i}>
            <dt>{name}</dt>
            <dd>{t(`projectFile.reason.${reason}`)}</dd>
          </div>
        ))}
      </dl>
      {more > 0 && <p className={styles.more}>{t('projectFile.more', { count: more })}</p>}
    </div>
  );
}
