import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ExampleId, exampleIds } from '../../examples/examples';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';
import { LiveRegion } from '../../ui/live-region';
import { Note } from '../../ui/note';
import styles from './guide.module.css';
import { guideStep } from './guide-step';
import { exampleTexts } from './words';

/**
 * What to do next in a project that began as an example. Empty if this version does not know the
 * example.
 */
export function Guide({ example }: { example: string }) {
  const id = exampleIds.find((each) => each === example);
  return id && <KnownGuide key={id} id={id} />;
}

function KnownGuide({ id }: { id: ExampleId }) {
  const { t } = useTranslation('examples');
  const words = useGuideWords(id);
  const { changeProjectSettings } = useApp.getState();
  return (
    <>
      <Note
        kind="tip"
        className={styles.guide}
        close={{
          label: t('close'),
          onClick: () => changeProjectSettings({ example: undefined }),
        }}
      >
        {words}
      </Note>
      <LiveRegion message={words} />
    </>
  );
}

function useGuideWords(id: ExampleId): string {
  const { t } = useTranslation('examples');
  const { t: common } = useTranslation();
  const answered = useApp((state) => state.prediction !== undefined);
  const [tried, setTried] = useState(answered);
  if (answered && !tried) setTried(true);
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const learned = useApp((state) => state.learned);
  const redoable = useApp((state) => state.redoable);
  const standIn = useApp((state) => state.standIn);
  const engine = useApp((state) => state.engine);
  const { guide } = exampleTexts[id];
  const step = guideStep(id, { classes, samples, redoable, learned, standIn, engine }, tried);
  if (step.kind === 'gone') return t('gone');
  if (step.kind !== 'record') return t(guide[step.kind]);
  const key = guide.record[step.number] ?? guide.learning;
  return t(key, { name: className(common, step.row) });
}
