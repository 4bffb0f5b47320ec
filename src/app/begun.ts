// Remembers whether the project has anything in it, so that the next visit can start without the
// first visit's words.
import { useApp } from '../store/app-store';
import { usePreferences } from '../store/preferences';
import { pictureCount } from '../store/project/classes';

/** Keeps the remembered value up to date from now on. */
export function rememberBegun(): void {
  useApp.subscribe((state, before) => {
    if (!state.project || (state.samples === before.samples && state.classes === before.classes))
      return;
    const begun = pictureCount(state) > 0;
    const { begun: known, change } = usePreferences.getState();
    if (begun !== known) change({ begun });
  });
}
