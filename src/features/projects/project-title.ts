import type { TFunction } from 'i18next';

/** What a project is called, even before it has a name. */
export function projectTitle(t: TFunction, { name }: { name: string }): string {
  return name || t('app.newProject');
}
