// Words that folders and tables use for what pictures are there for.

/** Pictures are learned from, or set aside to measure with. */
export type Purpose = 'learn' | 'test';

const USES: readonly [use: Purpose, word: RegExp][] = [
  ['learn', /^(train|training|trn|learn|learning|训练)$/],
  ['test', /^(test|testing|tst|val|valid|validation|validate|eval|evaluation|holdout|测试|验证)$/],
];
/** What people add to the words for a use, and what folders are called that only hold pictures. */
export const FILLER =
  /^(data|dataset|files?|folder|images?|imgs?|jpe?gs?|photos?|pics?|pictures?|pngs?)$/;

/** What the pictures in a folder of this name are used for, as in `train` or `Test_set-2`. */
export function purposeOf(name: string): Purpose | undefined {
  const words = name
    .toLowerCase()
    .replace(/(?<=\p{L})(set|data|images|集)$/u, '')
    .split(/[^\p{L}]+/u)
    .filter((word) => word !== '' && word !== 'set' && word !== 'seg' && !FILLER.test(word));
  const [word = ''] = words;
  return words.length === 1 ? USES.find(([, pattern]) => pattern.test(word))?.[0] : undefined;
}
