// Names that come from files, and names for files that are written.

/**
 * Control characters, halves of letters, and characters that reverse the reading direction and so
 * can make a name look like another.
 */
const UNFIT = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text from a file, made fit to be shown: without control characters and overrides of the reading
 * direction, and cut to a maximum number of letters.
 */
export function cleanText(text: string, most: number): string {
  const clean = text.slice(0, most * 8).replace(UNFIT, '');
  const letters = Array.from(clean);
  return letters.length > most ? letters.slice(0, most).join('') : clean;
}

/** The names that Windows reserves for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

/**
 * A name that Windows, macOS and Linux all accept for a file or folder, as close to `text` as
 * possible. It is `otherwise` if nothing is left of the text.
 */
export function safeFileName(text: string, otherwise: string, most = 60): string {
  const kept = cleanText(text.normalize('NFC').replace(/[<>:"/\\|?*]/g, '-'), most)
    .replace(/^[\s.]+/, '')
    .replace(/[\s.]+$/, '');
  if (kept === '') return otherwise;
  return RESERVED.test(kept) ? `_${kept}` : kept;
}

/**
 * Like `safeFileName`, but only with letters and digits, and hyphens between them. This suits names
 * in commands and scripts.
 */
export const hyphenated = (text: string, otherwise: string): string =>
  safeFileName(
    text
      .normalize('NFC')
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replace(/^-+/, ''),
    '',
  ).replace(/-+$/, '') || otherwise;

/**
 * Gives out each name only once. It numbers names that differ only in what some file systems
 * ignore.
 */
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

/** What systems leave in folders and archives, in any case. */
const OF_SYSTEMS = new Set([
  '__macosx',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'icon\r',
  '$recycle.bin',
  'system volume information',
  '@eadir',
]);

/** Whether a file is one that systems leave in folders and archives and that people never mean. */
export function isHidden(path: string): boolean {
  return path.split('/').some((part) => /^\.[^.]/.test(part) || OF_SYSTEMS.has(part.toLowerCase()));
}
