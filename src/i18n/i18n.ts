// The page's texts. The app gives `i18n` to its views by I18nextProvider; views ask with useTranslation.
import { createInstance } from 'i18next';
import en from './en.json';
import { formatsFor } from './format';
import { firstLanguage, type Language, languages } from './language';
import zhCN from './zh-CN.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

const STORED_AS = 'apprentice.language';

function remembered(): string[] {
  try {
    const stored = localStorage.getItem(STORED_AS);
    return stored === null ? [] : [stored];
  } catch {
    return []; // A browser that keeps nothing asks the system each time.
  }
}

function show(language: Language) {
  document.documentElement.lang = language;
  document.title = i18n.t('app.title');
}

export const i18n = createInstance();

/** The language in use. */
export function currentLanguage(): Language {
  return firstLanguage([i18n.language]);
}

/** Switches without a reload and remembers it. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // It holds as long as the page is open.
  }
  await i18n.changeLanguage(language);
}

/** Call once, before the first render. */
export function startI18n(): void {
  void i18n.init({
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    lng: firstLanguage([...remembered(), ...navigator.languages]),
    fallbackLng: 'en',
    supportedLngs: languages,
    initAsync: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  for (const name of [
    'percent',
    'confidence',
    'points',
    'number',
    'duration',
    'time',
    'day',
    'megabytes',
    'room',
  ] as const) {
    i18n.services.formatter?.add(name, (value: number, language) =>
      formatsFor(firstLanguage([language ?? 'en']))[name](value),
    );
  }
  show(currentLanguage());
  i18n.on('languageChanged', () => show(currentLanguage()));
}
