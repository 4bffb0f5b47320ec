import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import type { Import } from '../../store/collect/incoming';
import { Button } from '../../ui/button';
import { lazyDialog } from '../../ui/lazy-part';
import { LiveRegion } from '../../ui/live-region';
import { Note } from '../../ui/note';
import { Progress } from '../../ui/progress';
import styles from './import-report.module.css';
import { useOpener } from './use-opener';

const FailuresDialog = lazyDialog(async () => ({
  default: (await import('./failures-dialog')).FailuresDialog,
}));

/** An import that takes less time than this reports nothing on its way. */
const SAY_NOTHING_MS = 300;

type ImportReportProps = {
  /**
   * Reports imports into this class. Without one, it reports those by folder and those that belong
   * to projects left meanwhile.
   */
  classId?: string | undefined;
};

export function ImportReport({ classId }: ImportReportProps) {
  const imports = useApp((state) => state.imports);
  const open = useApp((state) => state.project?.id);
  const ours = imports.filter((each) =>
    each.project.id === open ? each.classId === classId : classId === undefined,
  );
  return (
    <>
      <Said ours={ours} />
      {ours.map((each) =>
        each.phase === 'reading' ? (
          <Reading key={each.id} of={each} />
        ) : (
          <Outcome key={each.id} of={each} />
        ),
      )}
    </>
  );
}

function Said({ ours }: { ours: Import[] }) {
  const outcome = useOutcome();
  const over = ours.filter(({ phase }) => phase !== 'reading').at(-1);
  return <LiveRegion message={over ? outcome(over) : ''} />;
}

function Reading({ of: { id, done, total } }: { of: Import }) {
  const { t } = useTranslation();
  const cancelImport = useApp((state) => state.cancelImport);
  const [lasting, setLasting] = useState(false);

  useEffect(() => {
    const timer = setTimeout(() => setLasting(true), SAY_NOTHING_MS);
    return () => clearTimeout(timer);
  }, []);

  if (!lasting) return null;
  const text = t('files.reading', { done, total });
  return (
    <div className={styles.reading}>
      <span className={styles.text}>{text}</span>
      <Button variant="quiet" size="dense" onClick={() => cancelImport(id)}>
        {t('files.cancel')}
      </Button>
      <div className={styles.bar}>
        <Progress
          label={t('files.progress')}
          value={total > 0 ? done / total : 0}
          valueText={text}
        />
      </div>
    </div>
  );
}

/** Stays visible if there is more to know than the count. Otherwise the count says it all. */
function Outcome({ of: each }: { of: Import }) {
  const { t } = useTranslation();
  const dismissImport = useApp((state) => state.dismissImport);
  const outcome = useOutcome();
  const dialog = useOpener();
  const { id, classId, phase, total, failures, sorted } = each;
  const failed = failures.length > 0;
  const byFolders = classId !== undefined || sorted?.by === 'folders';
  const plain = !sorted || (byFolders && sorted.tests === 0);

  if (phase === 'done' && total > 0 && !failed && plain) return null;
  return (
    <div className={styles.outcome}>
      <Note
        kind={failed ? 'warn' : 'tip'}
        action={failed ? { label: t('common.showWhy'), onClick: dialog.show } : undefined}
        close={{ label: t('common.close'), onClick: () => dismissImport(id) }}
      >
        {outcome(each)}
      </Note>
      {dialog.open && <FailuresDialog failures={failures} onClose={dialog.close} />}
    </div>
  );
}

function useOutcome(): (each: Import) => string {
  const { t } = useTranslation();
  const open = useApp((state) => state.project?.id);
  return ({ project, classId, total, added, failures, phase, sorted }) => {
    if (total === 0) return t('files.nothing');
    const name = project.name || t('app.newProject');
    const { classes = 0, tests = 0 } = sorted ?? {};
    const by = classId === undefined ? sorted?.by : undefined;
    const counts =
      project.id !== open
        ? t('files.left', { name, added, total })
        : phase === 'full'
          ? t('files.full', { count: added })
          : phase === 'cancelled'
            ? t('files.cancelled', { count: added })
            : t('files.added', { count: added });
    const understood = [
      by === 'names' && t('files.byNames', { count: classes }),
      by === 'table' && t('files.byTable', { count: classes }),
      tests > 0 && t('files.ofTests', { count: tests }),
    ];
    const went = understood.reduce<string>(
      (said, more) => (more ? t('files.both', { went: said, not: more }) : said),
      counts,
    );
    // The page already says that the disk is full.
    const count = failures.filter(({ reason }) => reason !== 'quota').length;
    return count === 0 ? went : t('files.both', { went, not: t('files.unreadable', { count }) });
  };
}
