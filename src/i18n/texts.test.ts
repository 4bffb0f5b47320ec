import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInstance } from 'i18next';
import { describe, expect, test } from 'vitest';
import en from './en.json';
import { formatsFor } from './format';
import { firstLanguage, type Language } from './language';
import type { View } from './view-texts';
import zhCN from './zh-CN.json';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[prefix + key, value] as [string, string]]
      : flat(value, `${prefix}${key}.`),
  );
}

const base = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const keys = (list: [string, string][]) => [...new Set(list.map(([key]) => base(key)))].sort();

/**
 * The names of what is filled in, without their formats, because each language formats in its own
 * way.
 */
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name))].sort();

const files = import.meta.glob<Tree>('./*.*.json', { eager: true, import: 'default' });
const textsOf = (name: string) => ({
  en: files[`./${name}.en.json`] ?? {},
  'zh-CN': files[`./${name}.zh-CN.json`] ?? {},
});
const inspect = textsOf('inspect');
const views = Object.keys(files)
  .flatMap((file) => /^\.\/([\w-]+)\.en\.json$/.exec(file)?.[1] ?? [])
  .filter((name) => name !== 'inspect');

/** Of the page, Look closer's among them, and of the views that bring their own. */
const all = Object.fromEntries([
  ['page', { en: flat({ ...en, ...inspect.en }), 'zh-CN': flat({ ...zhCN, ...inspect['zh-CN'] }) }],
  ...views.map((name) => {
    const texts = textsOf(name);
    const view = name.replace(/-\w/g, (part) => part.slice(1).toUpperCase());
    return [view, { en: flat(texts.en), 'zh-CN': flat(texts['zh-CN']) }];
  }),
]) as Record<'page' | View, Record<Language, [key: string, text: string][]>>;

describe.each(Object.entries(all))('texts of the %s', (_, texts) => {
  test('both languages have the same keys', () => {
    expect(keys(texts['zh-CN'])).toEqual(keys(texts.en));
  });

  test('both languages fill in the same values', () => {
    const english = new Map(texts.en.map(([key, text]) => [key, text]));
    for (const [key, text] of texts['zh-CN']) {
      expect(placeholders(text), key).toEqual(placeholders(english.get(key) ?? ''));
    }
  });

  describe.each(Object.entries(texts))('in %s', (language, list) => {
    test('no text is empty', () => {
      expect(list.filter(([, text]) => text.trim() === '')).toEqual([]);
    });

    test('every plural has the forms of the language', () => {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const present = new Set(list.map(([key]) => key));
      for (const [key] of list.filter(([key]) => base(key) !== key)) {
        for (const form of forms)
          expect(present.has(`${base(key)}_${form}`), `${key}: ${form}`).toBe(true);
      }
    });

    test('every format and every text asked for by another one exists', () => {
      const formats = Object.keys(formatsFor(firstLanguage([language])));
      const present = new Set(list.map(([key]) => base(key)));
      for (const [key, text] of list) {
        for (const [, name] of text.matchAll(/\{\{\s*\w+,\s*(\w+)/g))
          expect(formats, key).toContain(name);
        for (const [, name] of text.matchAll(/\$t\(([\w.]+)/g))
          expect(present, key).toContain(name);
      }
    });

    test('no exclamation marks, no please, no oops', () => {
      for (const [key, text] of list) expect(text, key).not.toMatch(/[!！]|\b(please|oops)\b|请/i);
    });
  });
});

/** The source code of these folders, without tests. */
function sourceOf(folders: readonly string[]): string {
  return folders
    .map((folder) => join(import.meta.dirname, '..', folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'))
        .map((file) => readFileSync(join(folder, file), 'utf8')),
    )
    .join('\n');
}

/** Where each view's texts are asked for. The page's own stand under its parts, by whole paths. */
const askedIn: Record<keyof typeof all, readonly string[]> = {
  page: ['.'],
  takeAway: ['features/take-away', 'take-away'],
  transfer: ['features/transfer', 'features/try'],
  present: ['features/try'],
  examples: ['features/examples'],
  ownBackbone: ['features/train'],
  compare: ['features/compare', 'features/try'],
  about: ['app/about'],
  shared: ['app'],
};

test.each(Object.keys(all) as (keyof typeof all)[])('all texts are in use: %s', (view) => {
  const source = sourceOf(askedIn[view]);
  // Strings, with what a template fills in as any words. That none is missing the types see to.
  const named = [...source.matchAll(/'([\w.-]+)'|`((?:[\w.-]|\$\{[^`{}]*\})+)`/g)]
    .map(([, plain, template]) => (plain ?? template ?? '').split(/\$\{[^}]*\}/))
    .filter((parts) => /\w/.test(parts.join('')))
    .map((parts) => parts.map((part) => part.replaceAll('.', '\\.')).join('[\\w.-]+'))
    .map((pattern) => new RegExp(`^${pattern}$`));
  const asked = all[view].en.flatMap(([, text]) =>
    [...text.matchAll(/\$t\(([\w.]+)/g)].map(([, name]) => name),
  );
  const list = keys(all[view].en);
  expect(list.length).toBeGreaterThan(0);
  // This one is asked for by tools/first-paint.ts, for browsers that can't run the page.
  asked.push('first.tooOld');
  const unused = list.filter(
    (key) => !asked.includes(key) && !named.some((pattern) => pattern.test(key)),
  );
  expect(unused).toEqual([]);
});

test('a text with two plurals follows both', () => {
  const i18n = createInstance();
  void i18n.init({
    resources: { en: { translation: en } },
    lng: 'en',
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  expect(i18n.t('camera.recorded', { pictures: 38, seconds: 1 })).toBe('38 pictures, 1 second');
  expect(i18n.t('classes.summary', { classes: 1, pictures: 1 })).toBe('1 class, 1 picture');
});

describe('formats', () => {
  const english = formatsFor('en');
  const chinese = formatsFor('zh-CN');

  test('percent', () => {
    expect(english.percent(0.942)).toBe('94\u00a0%');
    expect(chinese.percent(0.942)).toBe('94%');
    expect(english.percent(0.999)).toBe('99\u00a0%');
    expect(english.percent(1)).toBe('100\u00a0%');
  });

  test('points', () => {
    expect(english.points(0.942)).toBe('94');
    expect(chinese.points(-0.05)).toBe('\u22125');
  });

  test('what is nearly sure is not said to be', () => {
    expect(english.confidence(0.9999)).toBe('>\u00a099\u00a0%');
    expect(chinese.confidence(0.9999)).toBe('>99%');
    expect(english.confidence(0.99)).toBe('99\u00a0%');
    expect(english.confidence(0.01)).toBe('1\u00a0%');
    expect(english.confidence(0.0001)).toBe('<\u00a01\u00a0%');
  });

  test.each([
    [4, '4 ms', '4 毫秒'],
    [4.16, '4.2 ms', '4.2 毫秒'],
    [812, '0.8 s', '0.8 秒'],
    [40_000, '40 s', '40 秒'],
    [59_700, '1 min', '1 分'],
    [372_000, '6 min 12 s', '6 分 12 秒'],
  ])('%d ms lasts %s', (ms, inEnglish, inChinese) => {
    expect(english.duration(ms).replaceAll('\u00a0', ' ')).toBe(inEnglish);
    expect(chinese.duration(ms).replaceAll('\u00a0', ' ')).toBe(inChinese);
  });

  test('time of day', () => {
    const moment = new Date(2026, 0, 5, 14, 32);
    expect(english.time(moment)).toBe('14:32');
    expect(chinese.time(moment)).toBe('14:32');
  });

  test('a day is a time today, and has its year where it is another one', () => {
    const now = new Date();
    const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 9, 5).getTime();
    expect(english.day(today)).toBe('09:05');
    expect(chinese.day(new Date(2021, 2, 3).getTime())).toBe('2021年3月3日');
    expect(english.day(new Date(2021, 2, 3).getTime())).toMatch(/Mar.*2021|2021.*Mar/);
  });

  test.each([
    [4_400_000, '4.4 MB'],
    [214_400_000, '214 MB'],
    [2_147_000_000, '2.1 GB'],
  ])('%d bytes take %s', (bytes, room) => {
    expect(english.room(bytes).replaceAll('\u00a0', ' ')).toBe(room);
  });

  test('thousands', () => {
    expect(english.number(12_345)).toBe('12,345');
  });
});

test('the first language is the first one that there is', () => {
  expect(firstLanguage(['fr-FR', 'zh-TW', 'en'])).toBe('zh-CN');
  expect(firstLanguage(['en-GB'])).toBe('en');
  expect(firstLanguage(['fr'])).toBe('en');
});
