export const languages = ['en', 'zh-CN'] as const;

export type Language = (typeof languages)[number];

/**
 * The first wanted language that exists, matched by its full name or its family. Otherwise English.
 */
export function firstLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const family = tag.toLowerCase().split('-')[0];
    const found = languages.find((language) => language.toLowerCase().split('-')[0] === family);
    if (found) return found;
  }
  return 'en';
}
