import { useTranslation } from 'react-i18next';
import { chooseLanguage, currentLanguage } from '../i18n/i18n';
import { Button } from '../ui/button';
import styles from './language-switch.module.css';

const short = { en: 'EN', 'zh-CN': '中文' } as const;

/** There are two languages, so a press switches to the other one. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const here = currentLanguage();
  const other = here === 'en' ? 'zh-CN' : 'en';
  const switchTo = t('language.switchTo', { language: t(`language.${other}`) });
  return (
    <Button variant="quiet" size="dense" tooltip={switchTo} onClick={() => chooseLanguage(other)}>
      <span>
        <b className={styles.here}>{short[here]}</b>
        <span className={styles.other}>{` / ${short[other]}`}</span>
      </span>
      <span className="visually-hidden">{switchTo}</span>
    </Button>
  );
}
