// Loaded with its texts when somebody asks for it.
import { lazy, Suspense } from 'react';
import { loadViewTexts } from '../i18n/i18n';

const TakeAwayDialog = lazy(async () => {
  const [loaded] = await Promise.all([
    import('../features/take-away/take-away-dialog'),
    loadViewTexts('takeAway'),
  ]);
  return { default: loaded.TakeAwayDialog };
});

export function TakeAway({ onClose }: { onClose: () => void }) {
  return (
    <Suspense fallback={null}>
      <TakeAwayDialog onClose={onClose} />
    </Suspense>
  );
}
