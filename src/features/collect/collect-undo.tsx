import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { UndoBar } from '../../ui/undo-bar';

/**
 * Speaks of the last act while it is a deletion, until it is undone, closed, or something else is done.
 * `covered`: another one speaks in its place.
 */
export function CollectUndo({ covered = false }: { covered?: boolean }) {
  const { t } = useTranslation();
  const last = useApp((state) => state.undoable.at(-1));
  const closed = useApp((state) => state.closedUndo);
  const { undo, closeUndo } = useApp.getState();

  const message =
    !covered &&
    last !== undefined &&
    last !== closed &&
    (last.act === 'delete-class' || last.act === 'delete-samples')
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
