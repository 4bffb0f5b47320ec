// The comparison is loaded with its texts when somebody asks for it or brings a model.
import { loadViewTexts } from '../i18n/i18n';
import { useApp } from '../store/app-store';
import { lazyDialog, lazyPart } from '../ui/lazy-part';

const CompareDialog = lazyDialog(async () => {
  const [loaded] = await Promise.all([
    import('../features/compare/compare-dialog'),
    loadViewTexts('compare'),
  ]);
  return { default: loaded.CompareDialog };
});

const OtherAnswer = lazyPart(async () => {
  const [loaded] = await Promise.all([
    import('../features/compare/other-answer'),
    loadViewTexts('compare'),
  ]);
  return { default: loaded.OtherAnswer };
});

/** What the other model says next to the classifier, if there is one. */
export function AnswerBeside() {
  const there = useApp((state) => state.otherModel !== undefined);
  if (!there) return null;
  return <OtherAnswer />;
}

export function Compare() {
  const comparing = useApp((state) => state.comparing);
  const { closeComparison } = useApp.getState();
  if (!comparing) return null;
  return <CompareDialog brought={comparing.files} onClose={closeComparison} />;
}
