// The page's texts. The app passes `i18n` to its views with I18nextProvider, and views call
// useTranslation.
import { createInstance } from 'i18next';
import type aboutEn from './about.en.json';
import type compareEn from './compare.en.json';
import en from './en.json';
import type examplesEn from './examples.en.json';
import { formatsFor } from './format';
import type inspectEn from './inspect.en.json';
import { firstLanguage, type Language, languages } from './language';
import type ownBackboneEn from './own-backbone.en.json';
import type presentEn from './present.en.json';
import type takeAwayEn from './take-away.en.json';
import type transferEn from './transfer.en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: {
      translation: typeof en & typeof inspectEn;
      about: typeof aboutEn;
      compare: typeof compareEn;
      examples: typeof examplesEn;
      ownBackbone: typeof ownBackboneEn;
      present: typeof presentEn;
      takeAway: typeof takeAwayEn;
      transfer: typeof transferEn;
    };
  }
}

/** Views with their own texts, which are loaded when the view is first looked at. */
type View = 'about' | 'compare' | 'examples' | 'ownBackbone' | 'present' | 'takeAway' | 'transfer';

const viewTexts = {
  compare: {
    en: () => import('./compare.en.json'),
    'zh-CN': () => import('./compare.zh-CN.json'),
  },
  takeAway: {
    en: () => import('./take-away.en.json'),
    'zh-CN': () => import('./take-away.zh-CN.json'),
  },
  transfer: {
    en: () => import('./transfer.en.json'),
    'zh-CN': () => import('./transfer.zh-CN.json'),
  },
  examples: {
    en: () => import('./examples.en.json'),
    'zh-CN': () => import('./examples.zh-CN.json'),
  },
  ownBackbone: {
    en: () => import('./own-backbone.en.json'),
    'zh-CN': () => import('./own-backbone.zh-CN.json'),
  },
  present: {
    en: () => import('./present.en.json'),
    'zh-CN': () => import('./present.zh-CN.json'),
  },
  about: {
    en: () => import('./about.en.json'),
    'zh-CN': () => import('./about.zh-CN.json'),
  },
} as const satisfies Record<View, Record<Language, () => Promise<unknown>>>;

/**
 * Loaded like a view's, but added to the page's own texts, because Look closer shares their words.
 */
const inspectTexts = {
  en: () => import('./inspect.en.json'),
  'zh-CN': () => import('./inspect.zh-CN.json'),
};

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
  await Promise.all(
    languages.map(async (language) => {
      const { default: texts } = await viewTexts[view][language]();
      i18n.addResourceBundle(language, view, texts);
    }),
  );
}

/** Does the same for Look closer. */
export async function loadInspectTexts(): Promise<void> {
  await Promise.all(
    languages.map(async (language) => {
      const [{ default: texts }] = await Promise.all([inspectTexts[language](), load(language)]);
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
    interpolation: { escapeValue: false },
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
