import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import type { ClassRow } from '../../model/project';
import { useApp } from '../../store/app-store';
import { answeringRun } from '../../store/train/stand-in-slice';

export interface OurClasses {
  /** The run that answers. Undefined before anything was learned. */
  run: ReturnType<typeof answeringRun>;
  /**
   * Their names as they are shown: those of the run's classes in its order, or of all classes if
   * there is no run.
   */
  names: string[];
  /** Those that are still there. */
  rows: (ClassRow | undefined)[];
}

/** The classes with which another model's classes are compared. */
export function useOurClasses(): OurClasses {
  const { t } = useTranslation();
  const run = useApp(answeringRun);
  const classes = useApp((state) => state.classes);
  return useMemo(() => {
    const ids = run?.result.head.classes ?? classes.map(({ id }) => id);
    const rows = ids.map((id) => classes.find((row) => row.id === id));
    const names = rows.map((row, i) =>
      row ? className(t, row) : (run?.classNames[ids[i] ?? ''] ?? ''),
    );
    return { run, names, rows };
  }, [run, classes, t]);
}
