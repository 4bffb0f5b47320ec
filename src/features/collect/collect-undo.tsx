import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import type { HistoryEntry } from '../../store/project-slice';
import { UndoBar } from '../../ui/undo-bar';

/** Speaks of the last act while it is a deletion, until it is undone, closed, or something else is done. */
export function CollectUndo() {
  const { t } = useTranslation();
  const last = useApp((state) => state.undoable.at(-1));
  const undo = useApp((state) => state.undo);
  const [closed, setClosed] = useState<HistoryEntry>();

  const message =
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
      onClose={() => setClosed(last)}
    />
  );
}
