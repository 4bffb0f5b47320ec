// The page's texts. The app passes `i18n` to its views with I18nextProvider, and views call
// useTranslation.
import { createInstance } from 'i18next';
import en from './en.json';
import { formatsFor } from './format';
import { isolate } from './isolate';
import { firstLanguage, type Language, languages } from './language';
import type { View, ViewTexts } from './view-texts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: ViewTexts & {
      translation: typeof en & typeof import('./inspect.en.json');
    };
  }
}

const STORED_AS = 'apprentice.language';

function remembered(): string[] {
  try {
    const stored = localStorage.getItem(STORED_AS);
    return stored === null ? [] : [stored];
  } catch {
    return []; // If the browser keeps nothing, the system is asked each time.
  }
}

function show(language: Language) {
  document.documentElement.lang = language;
  document.title = i18n.t('app.title');
}

export const i18n = createInstance();

/** The current language. */
export function currentLanguage(): Language {
  return firstLanguage([i18n.language]);
}

/**
 * English is always loaded. Other languages are loaded when they are used, because each adds to
 * what the first visit waits for.
 */
async function load(language: Language): Promise<void> {
  if (language === 'en' || i18n.hasResourceBundle(language, 'translation')) return;
  const { default: texts } = await import('./zh-CN.json');
  i18n.addResourceBundle(language, 'translation', texts);
}

/**
 * Loads a view's texts before it is first shown. It loads all languages, so that a switch works at
 * once.
 */
export async function loadViewTexts(view: View): Promise<void> {
  const { textsOf } = await import('./view-texts');
  await Promise.all(
    languages.map(async (language) => {
      i18n.addResourceBundle(language, view, await textsOf(view, language));
    }),
  );
}

/** The same for Look closer, whose texts are among the page's own: they share words. */
export async function loadInspectTexts(): Promise<void> {
  const { textsOf } = await import('./view-texts');
  await Promise.all(
    languages.map(async (language) => {
      const [texts] = await Promise.all([textsOf('inspect', language), load(language)]);
      i18n.addResourceBundle(language, 'translation', texts, true);
    }),
  );
}

/** Loads the texts of all languages, so that a switch works at once and without a network. */
export async function loadAllLanguages(): Promise<void> {
  await Promise.all(languages.map(load));
}

/**
 * Switches the language without a reload and remembers it. Rejects if its texts cannot be loaded.
 */
export async function chooseLanguage(language: Language): Promise<void> {
  await load(language);
  try {
    localStorage.setItem(STORED_AS, language);
  } catch {
    // If it cannot be stored, the choice lasts as long as the page is open.
  }
  await i18n.changeLanguage(language);
}

/** Call this once, before the first render. */
export async function startI18n(): Promise<void> {
  const language = firstLanguage([...remembered(), ...navigator.languages]);
  void i18n.init({
    resources: { en: { translation: en } },
    lng: 'en',
    fallbackLng: 'en',
    supportedLngs: languages,
    initAsync: false,
    // React escapes markup by itself. What is kept in check here is a name's direction.
    interpolation: { escapeValue: true, escape: isolate },
    returnNull: false,
  });
  for (const name of [
    'percent',
    'confidence',
    'points',
    'number',
    'decimal',
    'duration',
    'time',
    'day',
    'date',
    'megabytes',
    'room',
  ] as const) {
    i18n.services.formatter?.add(name, (value: number, language) =>
      formatsFor(firstLanguage([language ?? 'en']))[name](value),
    );
  }
  await load(language);
  await i18n.changeLanguage(language);
  show(language);
  i18n.on('languageChanged', () => show(currentLanguage()));
}
