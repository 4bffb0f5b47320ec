import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import pageCode from '../../take-away/code/classifier.js?raw';
import reactCode from '../../take-away/code/classifier.jsx?raw';
import nodeCode from '../../take-away/code/classifier.mjs?raw';
import { Button } from '../../ui/button';
import { CheckIcon, CopyIcon } from '../../ui/icons';
import { LiveRegion } from '../../ui/live-region';
import { Note } from '../../ui/note';
import { Segmented } from '../../ui/segmented';
import styles from './code-to-copy.module.css';

const CODE = { javascript: pageCode, react: reactCode, node: nodeCode };

type Language = keyof typeof CODE;

const LANGUAGES = Object.keys(CODE) as Language[];

/** Programs that use the model; they lie beside it in the zip as well. */
export function CodeToCopy() {
  const { t } = useTranslation('takeAway');
  const [language, setLanguage] = useState<Language>('javascript');
  const [copied, setCopied] = useState<'copied' | 'refused'>();
  const code = CODE[language];

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied('copied');
    } catch {
      setCopied('refused'); // The note says what to do.
    }
  };
  const choose = (next: Language) => {
    setLanguage(next);
    setCopied(undefined);
  };

  return (
    <section className={styles.section} aria-label={t('code.title')}>
      <header className={styles.head}>
        <h3>{t('code.title')}</h3>
        <Segmented
          label={t('code.language')}
          size="dense"
          value={language}
          options={LANGUAGES.map((value) => ({ value, label: t(`code.${value}`) }))}
          onChange={choose}
        />
        <Button
          size="dense"
          icon={copied === 'copied' ? <CheckIcon /> : <CopyIcon />}
          onClick={() => copy()}
        >
          {t(copied === 'copied' ? 'code.copied' : 'code.copy')}
        </Button>
      </header>
      <LiveRegion message={copied === 'copied' ? t('code.copied') : ''} />
      {copied === 'refused' && <Note kind="warn">{t('code.refused')}</Note>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keyboard */}
      <pre tabIndex={0} className={styles.code} translate="no">
        <code>{code}</code>
      </pre>
    </section>
  );
}
