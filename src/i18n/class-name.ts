import type { TFunction } from 'i18next';

/** The class's name in texts. Without a name, it goes by the number that it keeps for life. */
export function className(t: TFunction, { name, shape }: { name: string; shape: number }): string {
  return name || t('classes.unnamed', { number: shape + 1 });
}
