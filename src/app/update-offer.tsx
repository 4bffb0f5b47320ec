import { lazy, Suspense } from 'react';
import { loadViewTexts } from '../i18n/i18n';
import { useOffline } from './offline';

/** Few visits see one. */
const UpdateNote = lazy(async () => {
  const [loaded] = await Promise.all([import('./about/update-note'), loadViewTexts('about')]);
  return { default: loaded.UpdateNote };
});

/** Says quietly that a new version is there. */
export function UpdateOffer() {
  const there = useOffline((state) => state.update !== 'none');
  if (!there) return null;
  return (
    <Suspense>
      <UpdateNote />
    </Suspense>
  );
}
