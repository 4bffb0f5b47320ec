import type { TFunction } from 'i18next';

/** Longer names are cut in the bar, and told in full by its tooltip. */
export const MOST_LETTERS = 80;

/** What a project is called, also before it has a name. */
export function projectTitle(t: TFunction, { name }: { name: string }): string {
  return name || t('app.newProject');
}
