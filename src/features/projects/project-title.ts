import type { TFunction } from 'i18next';

/** The bar cuts longer names, and its tooltip shows them in full. */
export const MOST_LETTERS = 80;

/** What a project is called, even before it has a name. */
export function projectTitle(t: TFunction, { name }: { name: string }): string {
  return name || t('app.newProject');
}
