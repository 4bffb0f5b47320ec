// Both are loaded with their texts: the dialog when somebody asks for it, and the guide in a
// project that began as an example.
import { lazy, Suspense } from 'react';
import { loadViewTexts } from '../i18n/i18n';
import { useApp } from '../store/app-store';

const ExamplesDialog = lazy(async () => {
  const [loaded] = await Promise.all([
    import('../features/examples/examples-dialog'),
    loadViewTexts('examples'),
  ]);
  return { default: loaded.ExamplesDialog };
});

const Guide = lazy(async () => {
  const [loaded] = await Promise.all([
    import('../features/examples/guide'),
    loadViewTexts('examples'),
  ]);
  return { default: loaded.Guide };
});

export function Examples({ onClose }: { onClose: () => void }) {
  return (
    <Suspense fallback={null}>
      <ExamplesDialog onClose={onClose} />
    </Suspense>
  );
}

export function ExampleGuide() {
  const example = useApp((state) => state.project?.settings?.example);
  if (example === undefined) return null;
  return (
    <Suspense fallback={null}>
      <Guide example={example} />
    </Suspense>
  );
}
