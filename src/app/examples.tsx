// Both are loaded with their texts: the dialog when somebody asks for it, and the guide in a
// project that began as an example.
import { loadViewTexts } from '../i18n/i18n';
import { useApp } from '../store/app-store';
import { lazyDialog, lazyPart } from '../ui/lazy-part';

const ExamplesDialog = lazyDialog(async () => {
  const [loaded] = await Promise.all([
    import('../features/examples/examples-dialog'),
    loadViewTexts('examples'),
  ]);
  return { default: loaded.ExamplesDialog };
});

const Guide = lazyPart(async () => {
  const [loaded] = await Promise.all([
    import('../features/examples/guide'),
    loadViewTexts('examples'),
  ]);
  return { default: loaded.Guide };
});

export function Examples({ onClose }: { onClose: () => void }) {
  return <ExamplesDialog onClose={onClose} />;
}

export function ExampleGuide() {
  const example = useApp((state) => state.project?.settings?.example);
  if (example === undefined) return null;
  return <Guide example={example} />;
}
