// From a click to a file in the person's downloads.
import type { TFunction } from 'i18next';
import { className } from '../../i18n/class-name';
import { currentLanguage, i18n } from '../../i18n/i18n';
import type { Classifier } from '../../model/classifier';
import { useApp } from '../../store/app-store';
import { EngineError, takeAway } from '../../store/take-away/take-away';
import { answeringRun } from '../../store/train/stand-in-slice';
import { fileName, uniqueNames } from '../../take-away/file-name';
import { NotLoaded } from '../../take-away/loaded';
import { download } from '../../ui/download';

export type Product = 'page' | 'model' | 'report';

/** Why nothing was saved. */
export type TakeAwayProblem = 'engine' | 'network';

type Outcome = { name: string } | { problem: TakeAwayProblem } | undefined;

/** Writes it and hands it to the browser's own download. Undefined where there is nothing to take. */
export async function save(product: Product): Promise<Outcome> {
  const { project } = useApp.getState();
  const title = project?.name || i18n.t('app.newProject');
  try {
    const classifier = await takeAway({ title, classes: classNames() });
    if (!classifier) return undefined;
    const name = fileName(title, product);
    download(await written(product, classifier), name);
    return { name };
  } catch (error) {
    if (error instanceof NotLoaded) return { problem: 'network' };
    if (error instanceof EngineError) return { problem: 'engine' };
    throw error;
  }
}

async function written(product: Product, classifier: Classifier): Promise<Blob> {
  const t: TFunction<'takeAway'> = i18n.getFixedT(null, 'takeAway');
  const language = currentLanguage();
  switch (product) {
    case 'page': {
      const { webPage } = await import('../../take-away/web-page');
      return webPage(t, language, classifier);
    }
    case 'report': {
      const { report } = await import('../../take-away/report');
      return report(t, language, classifier);
    }
    case 'model': {
      const { modelZip } = await import('../../take-away/model-zip');
      return modelZip(t, language, classifier);
    }
  }
}

/** Of the head's classes; what is answered is told by its name, so no two may be alike. */
function classNames(): string[] {
  const run = answeringRun(useApp.getState());
  const { classes } = useApp.getState();
  const unique = uniqueNames();
  return (run?.result.head.classes ?? []).map((id) => {
    const row = classes.find((each) => each.id === id);
    return unique(row ? className(i18n.t, row) : (run?.classNames[id] ?? id));
  });
}
