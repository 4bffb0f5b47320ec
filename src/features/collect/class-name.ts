import type { TFunction } from 'i18next';

/** The class as texts call it: by its name, else by its number on the page. */
export function className(t: TFunction, name: string, index: number): string {
  return name || t('classes.unnamed', { number: index + 1 });
}
