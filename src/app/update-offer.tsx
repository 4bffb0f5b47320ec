import { lazy, Suspense } from 'react';
import { loadViewTexts } from '../i18n/i18n';
import { useOffline } from './offline';

/** Few visits need it, so it is loaded on its own. */
const UpdateNote = lazy(async () => {
  const [loaded] = await Promise.all([import('./about/update-note'), loadViewTexts('about')]);
  return { default: loaded.UpdateNote };
});

/** Says without interrupting that a new version is available. */
export function UpdateOffer() {
  const there = useOffline((state) => state.update !== 'none');
  if (!there) return null;
  return (
    <Suspense>
      <UpdateNote />
    </Suspense>
  );
}
