import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store';
import type { HistoryEntry } from '../store/project/history';
import { LiveRegion } from '../ui/live-region';

/** Says what an undo or redo did, whoever asked for it. */
export function HistoryAnnouncer() {
  const { t } = useTranslation();
  const undoable = useApp((state) => state.undoable);
  const redoable = useApp((state) => state.redoable);
  const before = useRef({ undoable, redoable });
  const [done, setDone] = useState<{ entry: HistoryEntry; undone: boolean }>();

  useEffect(() => {
    const was = before.current;
    before.current = { undoable, redoable };
    const undone = redoable.length > was.redoable.length ? redoable.at(-1) : undefined;
    // A new act discards everything that could be redone, whereas a redo takes only the last of it.
    const redone =
      redoable.length === was.redoable.length - 1 &&
      undoable.at(-1)?.act === was.redoable.at(-1)?.act
        ? undoable.at(-1)
        : undefined;
    const entry = undone ?? redone;
    if (entry) setDone({ entry, undone: entry === undone });
  }, [undoable, redoable]);

  // The message is made only now, because the language may have changed since.
  const message = () => {
    if (!done) return '';
    const { entry, undone } = done;
    const what = t(`history.did.${entry.act}`, { count: entry.count });
    return t(undone ? 'history.undone' : 'history.redone', { what });
  };
  return <LiveRegion message={message()} />;
}
