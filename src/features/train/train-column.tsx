import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { loadViewTexts } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { isOutdated, readiness } from '../../store/train/readiness';
import { lazyExtra, lazyPart } from '../../ui/lazy-part';
import { Advanced } from './advanced';
import { AdviceNote } from './advice-note';
import { Checklist } from './checklist';
import { CostLine, ReadyLine } from './cost-line';
import { Curves } from './curves';
import { useOwnDialog } from './own-dialog';
import { ResultCard } from './result-card';
import styles from './train-column.module.css';
import { TrainControls } from './train-controls';
import { TrainMeta } from './train-meta';
import { TrainProblems } from './train-problems';
import { TrainProgress } from './train-progress';

/**
 * Compares backbones when the machine is idle. The code for this is loaded after the first
 * training.
 */
const BackboneOffer = lazyExtra(async () => ({
  default: (await import('./backbone-offer')).BackboneOffer,
}));

/**
 * The dialog for a person's own models and its texts. Both are loaded when somebody asks, or when
 * such a model is missing.
 */
const OwnBackboneDialog = lazyPart(async () => {
  const [loaded] = await Promise.all([
    import('./own-backbone-dialog'),
    loadViewTexts('ownBackbone'),
  ]);
  return { default: loaded.OwnBackboneDialog };
});
const RefusedNote = lazyPart(async () => {
  const [loaded] = await Promise.all([import('./refused-note'), loadViewTexts('ownBackbone')]);
  return { default: loaded.RefusedNote };
});

export function TrainColumn() {
  const { t } = useTranslation();
  const id = useId();
  const learned = useApp((state) => state.learned);
  const refused = useApp((state) => state.refused);
  const choosing = useOwnDialog((state) => state.open);
  const missing = useApp(
    (state) => !state.learned || (isOutdated(state) && !readiness(state).enough),
  );
  return (
    <section aria-labelledby={id} className={styles.column}>
      <header className={styles.head}>
        <h2 id={id}>{t('steps.train')}</h2>
        <TrainMeta />
      </header>
      <TrainControls />
      <TrainProgress />
      <TrainProblems />
      {refused && <RefusedNote refused={refused} />}
      {choosing && <OwnBackboneDialog />}
      {missing && <Checklist />}
      {learned && <ResultCard run={learned} />}
      <Curves />
      {learned ? <CostLine run={learned} /> : <ReadyLine />}
      {learned && <AdviceNote run={learned} />}
      {learned && <BackboneOffer />}
      <Advanced />
    </section>
  );
}
