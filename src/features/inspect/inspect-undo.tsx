import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import type { HistoryEntry } from '../../store/project/history';
import { UndoBar } from '../../ui/undo-bar';

type Act = HistoryEntry['act'];

/** The acts that can be done here. */
const SPOKEN_OF: ReadonlySet<Act> = new Set<Act>([
  'delete-samples',
  'move-samples',
  'set-aside-samples',
  'learn-from-samples',
]);

/** Announces the last act until it is undone, closed, or followed by another. */
export function InspectUndo() {
  const { t } = useTranslation();
  const last = useApp((state) => state.undoable.at(-1));
  const closed = useApp((state) => state.closedUndo);
  const { undo, closeUndo } = useApp.getState();
  const message =
    last !== undefined && last !== closed && SPOKEN_OF.has(last.act)
      ? t(`history.did.${last.act}`, { count: last.count })
      : null;
  return (
    <UndoBar
      message={message}
      undoLabel={t('common.undo')}
      closeLabel={t('common.close')}
      onUndo={() => undo()}
      onClose={closeUndo}
    />
  );
}
