import { useEffect, useEffectEvent, useState } from 'react';
import { bringInTransfer } from './bring-in';

const TEXT_FIELDS = 'input, textarea, [contenteditable]';

/**
 * Files that are dropped anywhere on the page, and that nothing else takes, are sorted into classes
 * by folder. Pasted files go into the class that `classToPasteInto` names. Returns whether files
 * are over the page.
 */
export function usePageFiles(classToPasteInto: () => string | undefined): boolean {
  const [over, setOver] = useState(false);
  const pasteTarget = useEffectEvent(classToPasteInto);

  useEffect(() => {
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => carriesFiles(event) && setOver(true);
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const end = () => setOver(false);
    const overPage = (event: DragEvent) => {
      if (event.defaultPrevented || !carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer || !carriesFiles(event)) return;
      event.preventDefault();
      void bringInTransfer(event.dataTransfer);
    };
    const paste = (event: ClipboardEvent) => {
      const inText = event.target instanceof Element && event.target.closest(TEXT_FIELDS);
      if (event.defaultPrevented || inText || !event.clipboardData?.types.includes('Files')) return;
      event.preventDefault();
      void bringInTransfer(event.clipboardData, pasteTarget());
    };
    // Drops that a class takes do not bubble up to here, so this listens in the capture phase.
    const watch: [string, EventListener, boolean?][] = [
      ['dragenter', enter as EventListener, true],
      ['dragleave', leave as EventListener, true],
      ['drop', end, true],
      ['dragover', overPage as EventListener],
      ['drop', drop as EventListener],
      ['paste', paste as EventListener],
    ];
    for (const [type, listener, capture] of watch) window.addEventListener(type, listener, capture);
    return () => {
      for (const [type, listener, capture] of watch) {
        window.removeEventListener(type, listener, capture);
      }
    };
  }, []);

  return over;
}
