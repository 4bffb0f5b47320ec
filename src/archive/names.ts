// The names in a zip that does not say how they are encoded. Windows writes them in the code page
// of its language, and a Mac in UTF-8. One program wrote all of them, so all are read alike.

/** The upper half of code page 437, which `TextDecoder` does not have. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** In the order that decides where two explain the names equally well. */
const ENCODINGS = [
  'utf-8',
  'gbk',
  'shift_jis',
  'euc-kr',
  'big5',
  'cp437',
  'windows-1251',
  'ibm866',
  'windows-1252',
] as const;
type Encoding = (typeof ENCODINGS)[number];

/**
 * Reads all names with the encoding under which they look most like names that people give.
 * Names of the same bytes stay the same.
 */
export function decodeNames(names: readonly Uint8Array[]): string[] {
  const foreign = names.filter((name) => name.some((byte) => byte >= 0x80));
  // A few hundred names tell as much as all.
  const sample = foreign.slice(0, 400);
  let best: { encoding: Encoding; bits: number } = {
    encoding: 'cp437',
    bits: Number.POSITIVE_INFINITY,
  };
  for (const encoding of ENCODINGS) {
    const bits = sample.reduce((sum, name) => sum + bitsOf(decode(name, encoding), encoding), 0);
    if (bits < best.bits) best = { encoding, bits };
  }
  return names.map((name) => decode(name, best.encoding) ?? decode(name, 'cp437') ?? '');
}

function decode(name: Uint8Array, encoding: Encoding): string | undefined {
  if (encoding === 'cp437') {
    const letter = (byte: number) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80]);
    return Array.from(name, letter).join('');
  }
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(name);
  } catch {
    // These bytes mean nothing in this encoding.
    return undefined;
  }
}

/** What a character costs that hardly any name has, and where two scripts meet within a word. */
const ODD = 20;
const MIXED = 8;
/** What it costs that a name means nothing in an encoding. It may be damaged. */
const BROKEN = 60;

/**
 * How surprising a name is, in bits, as if each encoding had its own usual text. Only letters
 * beyond ASCII count, because the others are the same in all.
 */
function bitsOf(name: string | undefined, encoding: Encoding): number {
  if (name === undefined) return BROKEN;
  let bits = 0;
  for (const word of name.match(/[\p{L}\p{M}ー]+|[^\p{L}\p{M}]/gu) ?? []) {
    const letters = Array.from(word);
    const scripts = new Set(letters.map(scriptOf));
    if (letters.some((letter) => letter > '\x7f')) bits += MIXED * (scripts.size - 1);
    letters.forEach((letter, i) => {
      if (letter > '\x7f') bits += letterBits(letter, letters[i - 1], word, encoding);
    });
  }
  return bits;
}

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Hangul', 'Arabic', 'Hebrew', 'Thai'].map(
  (script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const,
);

/** Chinese and Japanese write their own scripts without a space between them. */
function scriptOf(letter: string): string {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/u.test(letter)) return 'Han';
  const found = SCRIPTS.find(([, pattern]) => pattern.test(letter));
  if (found) return found[0];
  return /\p{M}/u.test(letter) ? 'Latin' : 'other';
}

function letterBits(
  letter: string,
  before: string | undefined,
  word: string,
  encoding: Encoding,
): number {
  switch (scriptOf(letter)) {
    case 'Han':
      return eastAsianBits(letter, encoding);
    case 'Hangul':
      return hangulBits(letter);
    case 'Cyrillic':
      return casedBits(letter, before, /[а-яёА-ЯЁ]/.test(letter) ? 4.5 : 9);
    case 'Greek':
      return casedBits(letter, before, encoding === 'utf-8' ? 5 : 14);
    case 'Latin': {
      const isCommon = /[À-ÖØ-öø-žơưạ-ỹ]|\p{M}/u.test(letter);
      // Languages with such letters have many more without.
      return casedBits(letter, before, isCommon ? (/[a-z]/i.test(word) ? 7 : 14) : ODD);
    }
    case 'Arabic':
    case 'Hebrew':
    case 'Thai':
      return 5;
    default:
      if (/[，。、（）【】《》「」・！？：；－～]/.test(letter)) return 9;
      return encoding === 'utf-8' && /\p{L}|\p{Extended_Pictographic}/u.test(letter) ? 6 : ODD;
  }
}

function casedBits(letter: string, before: string | undefined, bits: number): number {
  if (letter === letter.toLowerCase()) return bits;
  if (before === undefined) return bits + 0.5;
  return before === before.toUpperCase() ? bits + 2 : bits + 10;
}

/** The characters that Chinese and Japanese names have most often. */
const COMMON_HAN = new Set(
  '的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切油苹桃梨橙蕉葡萄瓜菜猫狗鸟鱼虫牛羊猪鸡鸭兔虎龙蛇猴鼠象熊布剪刀锤拳掌左右上下圆球杯瓶盒笔纸桌椅灯衣鞋帽草叶树木土沙雨雪云晴阴冬春夏秋黑绿蓝紫灰粉类图照片测试训练验证集猿鳥魚犬花車紙石手男女赤青白黒緑右左前後開閉顔笑',
);

function eastAsianBits(letter: string, encoding: Encoding): number {
  if (/[\u3040-\u30ff]/.test(letter)) return 6.5;
  // Half-width letters have one byte and come of nearly any text in Western letters.
  if (/[\uff61-\uff9f]/.test(letter)) return 11;
  if (COMMON_HAN.has(letter)) return encoding === 'euc-kr' ? 14 : 9;
  const { two, four } = rarity();
  if (encoding === 'euc-kr') return 16;
  const plain = encoding === 'big5' ? four.has(letter) : two.has(letter);
  return encoding === 'utf-8' ? 10 : plain ? 11.5 : encoding === 'gbk' ? 15 : 13;
}

let levels: { two: ReadonlySet<string>; four: ReadonlySet<string> } | undefined;

/** The characters that the national standards of China and of Taiwan put into their first level. */
function rarity() {
  const range = (encoding: string, from: number, to: number, trails: number[]) => {
    const decoder = new TextDecoder(encoding);
    const all = new Set<string>();
    for (let lead = from; lead <= to; lead++) {
      for (const trail of trails) all.add(decoder.decode(Uint8Array.of(lead, trail)));
    }
    return all;
  };
  const trails = Array.from({ length: 94 }, (_, i) => 0xa1 + i);
  levels ??= {
    two: range('gbk', 0xb0, 0xd7, trails),
    four: range('big5', 0xa4, 0xc6, [...Array.from({ length: 63 }, (_, i) => 0x40 + i), ...trails]),
  };
  return levels;
}

/** In the order of Unicode: ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ. */
const INITIAL = [
  2.8, 6, 3.9, 3.6, 6.5, 4, 3.9, 3.9, 7, 3.1, 7, 2.4, 3.5, 7.5, 4.6, 5.2, 5, 4.6, 3.8,
];
/** ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅘ ㅙ ㅚ ㅛ ㅜ ㅝ ㅞ ㅟ ㅠ ㅡ ㅢ ㅣ. */
const MEDIAL = [
  2.2, 4.2, 5.3, 11, 3.3, 4.8, 4.2, 6.5, 2.9, 5, 8, 6, 5.6, 3.3, 6.3, 9, 6, 5.8, 3.8, 5.6, 2.5,
];
/** Without one, then ㄱ ㄲ ㄳ ㄴ ㄵ ㄶ ㄷ ㄹ ㄺ ㄻ ㄼ ㄽ ㄾ ㄿ ㅀ ㅁ ㅂ ㅄ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ. */
const FINAL = [
  0.8, 3.6, 8, 12, 3, 10, 9, 7.5, 3.5, 7.5, 9, 10, 13, 11, 12, 11, 4.4, 5.2, 9, 5, 7, 3.2, 8, 8, 11,
  8, 8, 9,
];

function hangulBits(letter: string): number {
  const number = (letter.codePointAt(0) ?? 0) - 0xac00;
  if (number < 0 || number >= 19 * 21 * 28) return ODD;
  const parts = [INITIAL[Math.floor(number / 588)], MEDIAL[Math.floor(number / 28) % 21]];
  return [...parts, FINAL[number % 28]].reduce<number>((sum, bits = ODD) => sum + bits, 0);
}
