// Names that come from files, and names of files that are written.

/** Control characters, what turns the reading direction around and can make a name look like another, and halves of letters. */
const UNFIT = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text from a file, fit to be shown: without control characters and overrides of the reading direction, cut to a length in letters. */
export function cleanText(text: string, most: number): string {
  const clean = text.slice(0, most * 8).replace(UNFIT, '');
  const letters = Array.from(clean);
  return letters.length > most ? letters.slice(0, most).join('') : clean;
}

/** What Windows keeps for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/**
 * A name that Windows, macOS and Linux all take for a file or folder, as near to `text` as may be;
 * `otherwise` where nothing is left of it.
 */
export function safeFileName(text: string, otherwise: string, most = 60): string {
  const kept = cleanText(text.normalize('NFC').replace(/[<>:"/\\|?*]/g, '-'), most)
    .replace(/^[\s.]+/, '')
    .replace(/[\s.]+$/, '');
  if (kept === '') return otherwise;
  return RESERVED.test(kept) ? `_${kept}` : kept;
}

/** As `safeFileName`, of letters and digits alone, with hyphens in between: for names that go into commands and scripts. */
export const hyphenated = (text: string, otherwise: string): string =>
  safeFileName(
    text
      .normalize('NFC')
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replace(/^-+/, ''),
    '',
  ).replace(/-+$/, '') || otherwise;

/** Gives each name once, numbering those that differ only in what some file systems ignore. */
export function uniqueNames(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    let unique = name;
    for (let n = 2; taken.has(folded(unique)); n++) unique = `${name} (${n})`;
    taken.add(folded(unique));
    return unique;
  };
}

const folded = (name: string) => name.normalize('NFKC').toLowerCase().toUpperCase();

/** What systems leave in folders and archives and people never mean. */
export function isHidden(path: string): boolean {
  const system = new Set(['__MACOSX', 'Thumbs.db', 'desktop.ini']);
  return path.split('/').some((part) => /^\.[^.]/.test(part) || system.has(part));
}
