import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useClassName } from './use-class-name';

/** Names classes by their ids, as a list in a sentence: "Ants, Bees and Flowers". */
export function useNameList(): (ids: readonly string[]) => string {
  const { t } = useTranslation();
  const nameOf = useClassName();
  const { list } = formatsFor(currentLanguage());
  return (ids) => list(ids.map((id) => t('classes.quoted', { name: nameOf(id) })));
}
