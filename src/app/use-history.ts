import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store';

export interface HistoryAction {
  label: string;
  disabledReason: string | undefined;
  run: () => void;
}

/** Undo and redo in words: what each would do, or why there is nothing to do. */
export function useHistory(): { undo: HistoryAction; redo: HistoryAction } {
  const { t } = useTranslation();
  const undoable = useApp((state) => state.undoable.at(-1));
  const redoable = useApp((state) => state.redoable.at(-1));
  const follows = useApp((state) => state.role === 'follows');
  const { undo, redo } = useApp.getState();
  const whyNot = (entry: typeof undoable, nothing: string) => {
    if (follows) return t('tabs.reason');
    return entry ? undefined : nothing;
  };
  const did = (entry: NonNullable<typeof undoable>) =>
    t(`history.did.${entry.act}`, { count: entry.count });
  return {
    undo: {
      label: undoable ? t('history.undo', { what: did(undoable) }) : t('common.undo'),
      disabledReason: whyNot(undoable, t('history.nothingToUndo')),
      run: () => undo(),
    },
    redo: {
      label: redoable ? t('history.redo', { what: did(redoable) }) : t('common.redo'),
      disabledReason: whyNot(redoable, t('history.nothingToRedo')),
      run: () => redo(),
    },
  };
}
