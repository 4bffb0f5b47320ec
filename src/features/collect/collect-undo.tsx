import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import type { HistoryEntry } from '../../store/project/history';
import { UndoBar } from '../../ui/undo-bar';

type Act = HistoryEntry['act'];

/** Acts that remove something from sight, or change many pictures at once. */
const SPOKEN_OF: ReadonlySet<Act> = new Set<Act>([
  'delete-class',
  'delete-samples',
  'move-samples',
  'set-aside-samples',
  'learn-from-samples',
]);

/**
 * Mentions the last act if a person may regret it, until it is undone, closed, or followed by
 * another. `covered`: another undo bar speaks in its place.
 */
export function CollectUndo({ covered = false }: { covered?: boolean }) {
  const { t } = useTranslation();
  const last = useApp((state) => state.undoable.at(-1));
  const closed = useApp((state) => state.closedUndo);
  const { undo, closeUndo } = useApp.getState();

  const message =
    !covered && last !== undefined && last !== closed && SPOKEN_OF.has(last.act)
      ? t(`history.did.${last.act}`, { count: last.count })
      : null;

  return (
    <UndoBar
      message={message}
      undoLabel={t('common.undo')}
      closeLabel={t('common.close')}
      onUndo={() => void undo()}
      onClose={closeUndo}
    />
  );
}
