// Writes numbers and times as each language does.
import { isolate } from './isolate';
import type { Language } from './language';

export interface Formats {
  /** 0.94 as `94 %` (with a no-break space) or `94%`. Only exactly 1 is shown as 100. */
  percent(share: number): string;
  /**
   * Like `percent`, but only exactly 1 and 0 are shown as 100 and 0: others become `> 99 %` or
   * `< 1 %`.
   */
  confidence(share: number): string;
  /** 0.94 as `94`, for places where the sign stands elsewhere. */
  points(share: number): string;
  number(value: number): string;
  /** For a loss or a rate: at most three significant figures. */
  decimal(value: number): string;
  /** 299,494,272 as `299 million` or `2.99亿`. */
  large(value: number): string;
  /** Milliseconds as `4 ms`, `0.8 s`, `40 s`, `6 min 12 s`. */
  duration(ms: number): string;
  /** A moment as `14:32`. */
  time(moment: number | Date): string;
  /** A moment as `14:32` if it is today, otherwise as `3 Mar` or `3 Mar 2025`. */
  day(moment: number): string;
  /** A moment as `3 March 2026`. */
  date(moment: number): string;
  /** Bytes as `4.4 MB`. */
  megabytes(bytes: number): string;
  /** Bytes on a disk, rounded: `4.4 MB`, `214 MB`, `2.1 GB`. */
  room(bytes: number): string;
  /** `Ants, Bees and Flowers`. */
  list(names: readonly string[]): string;
  /** Joins the sentences that exist. Chinese puts no space between them. */
  sentences(all: readonly (string | false | undefined)[]): string;
}

const NO_BREAK = '\u00a0';
const MINUS = '\u2212';

const units = {
  en: { ms: 'ms', s: 's', min: 'min', percent: `${NO_BREAK}%`, beyond: NO_BREAK, between: ' ' },
  'zh-CN': { ms: '毫秒', s: '秒', min: '分', percent: '%', beyond: '', between: '' },
};

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/**
 * Without a separator, a sign or an exponent, both languages write a number as JavaScript does. The
 * page's start needs only such numbers, and asking the browser for its formats takes milliseconds
 * the first time.
 */
function isPlain(value: number): boolean {
  return value === 0 || (value >= 0.001 && value < 999.5);
}

function wholePoints(share: number): number {
  const points = Math.round(share * 100);
  return points === 100 && share < 1 ? 99 : points;
}

function create(language: Language): Formats {
  const unit = units[language];
  // Each format is made when it is first needed, because making one takes the browser milliseconds
  // and a start needs few.
  const numbers = (options: Intl.NumberFormatOptions) =>
    once(() => new Intl.NumberFormat(language, options));
  const times = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(language, options));
  const whole = numbers({ maximumFractionDigits: 0 });
  const tenths = numbers({ maximumFractionDigits: 1 });
  const significant = numbers({ maximumSignificantDigits: 3 });
  const compact = numbers({
    notation: 'compact',
    compactDisplay: 'long',
    maximumSignificantDigits: 3,
    // As everywhere else, it should be 3,840, which Chinese would write without a comma here.
    useGrouping: 'always',
  });
  const clock = times({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const thisYear = times({ day: 'numeric', month: 'short' });
  const otherYear = times({ day: 'numeric', month: 'short', year: 'numeric' });
  const fullDay = times({ dateStyle: 'long' });
  const names = once(() => new Intl.ListFormat(language, { type: 'conjunction' }));

  return {
    percent: (share) => `${wholePoints(share)}${unit.percent}`,
    confidence(share) {
      if (share > 0.99) return `>${unit.beyond}99${unit.percent}`;
      if (share < 0.01) return `<${unit.beyond}1${unit.percent}`;
      return `${wholePoints(share)}${unit.percent}`;
    },
    points: (share) => String(wholePoints(share)).replace('-', MINUS),
    number: (value) => (isPlain(value) ? `${Math.round(value)}` : whole().format(value)),
    decimal: (value) =>
      isPlain(value)
        ? `${Number(value.toPrecision(3))}`
        : significant().format(value).replace('-', MINUS),
    large: (value) => compact().format(value),
    duration(ms) {
      if (ms < 100) return `${(ms < 10 ? tenths : whole)().format(ms)}${NO_BREAK}${unit.ms}`;
      const seconds = ms / 1000;
      if (seconds < 59.5) {
        return `${(seconds < 9.95 ? tenths : whole)().format(seconds)}${NO_BREAK}${unit.s}`;
      }
      const [minutes, rest] = [Math.floor(Math.round(seconds) / 60), Math.round(seconds) % 60];
      const inMinutes = `${whole().format(minutes)}${NO_BREAK}${unit.min}`;
      return rest === 0 ? inMinutes : `${inMinutes}${NO_BREAK}${rest}${NO_BREAK}${unit.s}`;
    },
    time: (moment) => clock().format(moment),
    day(moment) {
      const [then, now] = [new Date(moment), new Date()];
      if (then.toDateString() === now.toDateString()) return clock().format(then);
      return (then.getFullYear() === now.getFullYear() ? thisYear : otherYear)().format(then);
    },
    date: (moment) => fullDay().format(moment),
    room(bytes) {
      if (bytes >= 1e9) return `${tenths().format(bytes / 1e9)}${NO_BREAK}GB`;
      return `${(bytes < 9.95e6 ? tenths : whole)().format(bytes / 1e6)}${NO_BREAK}MB`;
    },
    megabytes: (bytes) => `${tenths().format(bytes / 1e6)}${NO_BREAK}MB`,
    list: (items) => names().format(items.map(isolate)),
    sentences: (all) => all.filter((one) => one).join(unit.between),
  };
}

const formats: Record<Language, Formats> = { en: create('en'), 'zh-CN': create('zh-CN') };

export function formatsFor(language: Language): Formats {
  return formats[language];
}
