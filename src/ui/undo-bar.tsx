import { Button } from './button';
import { IconButton } from './icon-button';
import { CloseIcon, UndoIcon } from './icons';
import styles from './undo-bar.module.css';

type UndoBarProps = {
  /** "Deleted 12 pictures", or null while there is nothing to undo. */
  message: string | null;
  undoLabel: string;
  closeLabel: string;
  onUndo: () => void;
  onClose: () => void;
};

/** Lies over the foot of the column that it is about. It stays until it is used or closed. */
export function UndoBar({ message, undoLabel, closeLabel, onUndo, onClose }: UndoBarProps) {
  return (
    <div className={styles.foot}>
      <div className={message === null ? styles.silent : styles.bar}>
        <span role="status" className={styles.text}>
          {message}
        </span>
        {message !== null && (
          <>
            <Button size="dense" icon={<UndoIcon />} onClick={onUndo}>
              {undoLabel}
            </Button>
            <IconButton size="dense" label={closeLabel} icon={<CloseIcon />} onClick={onClose} />
          </>
        )}
      </div>
    </div>
  );
}
