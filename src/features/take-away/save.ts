// From a click to a file in the person's downloads.
import { className } from '../../i18n/class-name';
import { currentLanguage, i18n } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { EngineError, takeAway } from '../../store/take-away/take-away';
import { answeringRun } from '../../store/train/stand-in-slice';
import { fileName, uniqueNames } from '../../take-away/file-name';
import { NotLoaded } from '../../take-away/loaded';
import { PRODUCTS, type ProductName } from '../../take-away/products';
import { download } from '../../ui/download';

/** Why nothing was saved. */
export type TakeAwayProblem = 'engine' | 'network';

type Outcome = { name: string } | { problem: TakeAwayProblem } | undefined;

/**
 * Writes it and hands it to the browser's own download. Undefined where there is nothing to take.
 */
export async function save(product: ProductName): Promise<Outcome> {
  const { project } = useApp.getState();
  const title = project?.name || i18n.t('app.newProject');
  try {
    const classifier = await takeAway({ title, classes: classNames() });
    if (!classifier) return undefined;
    const { ending, write } = PRODUCTS[product];
    const name = fileName(title, ending);
    const t = i18n.getFixedT(null, 'takeAway');
    download(await write(t, currentLanguage(), classifier), name);
    return { name };
  } catch (error) {
    if (error instanceof NotLoaded) return { problem: 'network' };
    if (error instanceof EngineError) return { problem: 'engine' };
    throw error;
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
