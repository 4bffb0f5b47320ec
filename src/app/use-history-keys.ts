import { useEffect } from 'react';
import { useApp } from '../store/app-store';
import { historyKey } from './history-keys';

const NO_TEXT = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'radio',
  'range',
  'reset',
  'submit',
]);

/** Text fields have their own undo. */
function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !NO_TEXT.has(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

/** Handles Ctrl or Cmd with Z, Shift+Z and Y everywhere on the page. */
export function useHistoryKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTextField(event.target)) return;
      const what = historyKey(event);
      if (!what) return;
      event.preventDefault();
      useApp.getState()[what]();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
