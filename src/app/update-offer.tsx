import { loadViewTexts } from '../i18n/i18n';
import { lazyExtra } from '../ui/lazy-part';
import { useOffline } from './offline';

/** Few visits need it, so it is loaded on its own. */
const UpdateNote = lazyExtra(async () => {
  const [loaded] = await Promise.all([import('./about/update-note'), loadViewTexts('about')]);
  return { default: loaded.UpdateNote };
});

/** Says without interrupting that a new version is available. */
export function UpdateOffer() {
  const there = useOffline((state) => state.update !== 'none');
  if (!there) return null;
  return <UpdateNote />;
}
