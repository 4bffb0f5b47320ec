import { IconButton } from '../ui/icon-button';
import { RedoIcon, UndoIcon } from '../ui/icons';
import { useHistory } from './use-history';

export function HistoryButtons() {
  const { undo, redo } = useHistory();
  return (
    <>
      <IconButton
        size="dense"
        icon={<UndoIcon />}
        label={undo.label}
        disabledReason={undo.disabledReason}
        onClick={undo.run}
      />
      <IconButton
        size="dense"
        icon={<RedoIcon />}
        label={redo.label}
        disabledReason={redo.disabledReason}
        onClick={redo.run}
      />
    </>
  );
}
