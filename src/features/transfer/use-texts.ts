import { useTranslation } from 'react-i18next';

/** The view's own texts and those of the page. */
export function useTexts() {
  const { t } = useTranslation('transfer');
  const { t: page } = useTranslation();
  return { t, page };
}
