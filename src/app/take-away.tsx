// Loaded with its texts when somebody asks for it.
import { loadViewTexts } from '../i18n/i18n';
import { lazyDialog } from '../ui/lazy-part';

const TakeAwayDialog = lazyDialog(async () => {
  const [loaded] = await Promise.all([
    import('../features/take-away/take-away-dialog'),
    loadViewTexts('takeAway'),
  ]);
  return { default: loaded.TakeAwayDialog };
});

export function TakeAway({ onClose }: { onClose: () => void }) {
  return <TakeAwayDialog onClose={onClose} />;
}
