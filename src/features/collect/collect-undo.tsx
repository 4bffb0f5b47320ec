import { useTranslation } from 'react-i18next';
import { type AppState, useApp } from '../../store/app-store';
import { UndoBar } from '../../ui/undo-bar';

type Act = AppState['undoable'][number]['act'];

/** Acts that take something out of sight, or change many pictures at once. */
const SPOKEN_OF: ReadonlySet<Act> = new Set<Act>([
  'delete-class',
  'delete-samples',
  'move-samples',
  'set-aside-samples',
  'learn-from-samples',
]);

/**
 * Speaks of the last act where it may be regretted, until it is undone, closed, or something else is done.
 * `covered`: another one speaks in its place.
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
      onUndo={() => undo()}
      onClose={closeUndo}
    />
  );
}
