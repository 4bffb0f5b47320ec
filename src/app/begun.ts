// Remembers whether there is something in the project, so that the next visit begins without the words of the first.
import { useApp } from '../store/app-store';
import { usePreferences } from '../store/preferences';
import { pictureCount } from '../store/project/classes';

/** Keeps it true from now on. */
export function rememberBegun(): void {
  useApp.subscribe((state, before) => {
    if (!state.project || (state.samples === before.samples && state.classes === before.classes))
      return;
    const begun = pictureCount(state) > 0;
    const { begun: known, change } = usePreferences.getState();
    if (begun !== known) change({ begun });
  });
}
