import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';
import type { HistoryEntry } from '../../store/project/history';
import { learnedFrom } from '../../store/project/samples-by-class';
import { ENOUGH_PICTURES } from '../../store/train/readiness';

/**
 * Puts a picture into a class, or into a new one if none is given. The picture is the one shown, or
 * one that was tried before.
 */
export type Teach = (classId?: string, triedId?: string) => void;

interface Teaching {
  teach: Teach;
  /** What was taught last, for as long as an undo would undo it. */
  message: string | null;
  close: () => void;
}

interface Taught {
  classId: string;
  by: HistoryEntry;
}

export function useTeaching(): Teaching {
  const { t } = useTranslation();
  const [taught, setTaught] = useState<Taught>();
  const last = useApp((state) => state.undoable.at(-1));
  const row = useApp((state) => state.classes.find(({ id }) => id === taught?.classId));
  const count = useApp((state) => learnedFrom(state.samples, taught?.classId ?? '').length);

  const teach = async (classId?: string, triedId?: string) => {
    const before = useApp.getState().undoable.at(-1);
    const into = await useApp.getState().teach(classId, triedId);
    const by = useApp.getState().undoable.at(-1);
    if (into !== undefined && by && by !== before) setTaught({ classId: into, by });
  };

  const more = ENOUGH_PICTURES - count;
  const name = row && className(t, row);
  return {
    teach: (classId, triedId) => teach(classId, triedId),
    message:
      taught === undefined || name === undefined || taught.by !== last
        ? null
        : more > 0
          ? t('try.taughtFew', { name, count: more })
          : t('try.taught', { name }),
    close: () => setTaught(undefined),
  };
}
