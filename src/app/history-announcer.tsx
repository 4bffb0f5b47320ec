import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store';
import { LiveRegion } from '../ui/live-region';

/** Says what an undo or redo did, whoever asked for it. */
export function HistoryAnnouncer() {
  const { t } = useTranslation();
  const undoable = useApp((state) => state.undoable);
  const redoable = useApp((state) => state.redoable);
  const before = useRef({ undoable, redoable });
  const [message, setMessage] = useState('');

  useEffect(() => {
    const was = before.current;
    before.current = { undoable, redoable };
    const undone = redoable.length > was.redoable.length ? redoable.at(-1) : undefined;
    // A new act takes away all that could be redone; a redo takes the last of it.
    const redone =
      redoable.length === was.redoable.length - 1 &&
      undoable.at(-1)?.act === was.redoable.at(-1)?.act
        ? undoable.at(-1)
        : undefined;
    const entry = undone ?? redone;
    if (!entry) return;
    const what = t(`history.did.${entry.act}`, { count: entry.count });
    setMessage(t(undone ? 'history.undone' : 'history.redone', { what }));
  }, [undoable, redoable, t]);

  return <LiveRegion message={message} />;
}
