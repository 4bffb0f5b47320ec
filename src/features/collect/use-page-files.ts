import { useEffect, useEffectEvent, useState } from 'react';
import { bringInTransfer } from './bring-in';

const TEXT_FIELDS = 'input, textarea, [contenteditable]';

export interface PageFiles {
  /** Files are over the page. */
  over: boolean;
  /** Something was dropped that only says where a picture is, as from another page. */
  addressOnly: boolean;
  dismiss: () => void;
}

/**
 * Files that are dropped anywhere on the page, and that nothing else takes, are sorted into classes
 * by folder. Pasted files go into the class that `classToPasteInto` names.
 */
export function usePageFiles(classToPasteInto: () => string | undefined): PageFiles {
  const [over, setOver] = useState(false);
  const [addressOnly, setAddressOnly] = useState(false);
  const pasteTarget = useEffectEvent(classToPasteInto);

  useEffect(() => {
    const carries = (event: DragEvent, type: string) =>
      event.dataTransfer?.types.includes(type) ?? false;
    const carriesFiles = (event: DragEvent) => carries(event, 'Files');
    // Left to itself, the browser would leave this page for the address.
    const carriesAddress = (event: DragEvent) => carries(event, 'text/uri-list');
    const enter = (event: DragEvent) => carriesFiles(event) && setOver(true);
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const end = () => setOver(false);
    const overPage = (event: DragEvent) => {
      if (event.defaultPrevented || !(carriesFiles(event) || carriesAddress(event))) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const drop = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer) return;
      const files = carriesFiles(event);
      if (!files && !carriesAddress(event)) return;
      event.preventDefault();
      setAddressOnly(!files);
      if (files) void bringInTransfer(event.dataTransfer);
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

  return { over, addressOnly, dismiss: () => setAddressOnly(false) };
}
