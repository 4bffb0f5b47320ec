import { lazy, Suspense } from 'react';
import { loadViewTexts } from '../i18n/i18n';
import { useShared } from './shared-files';

/** Few visits need it, so it is loaded on its own. */
const SharedNote = lazy(async () => {
  const [loaded] = await Promise.all([import('./shared-note'), loadViewTexts('shared')]);
  return { default: loaded.SharedNote };
});

/** Asks whether files that were shared with the page should go in. */
export function SharedQuestion() {
  const there = useShared(({ files, tooMuch }) => files.length > 0 || tooMuch);
  if (!there) return null;
  return (
    <Suspense>
      <SharedNote />
    </Suspense>
  );
}
