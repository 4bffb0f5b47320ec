// What a run's answers tell, as lists and texts: mistakes, the pictures of a cell, and tables to
// take along.
import { ENOUGH_FOR_A_RATE, ENOUGH_TO_CALIBRATE } from '../../model/enough';
import {
  type Answers,
  type BalancedAccuracy,
  balancedBeside,
  type Calibration,
  type ClassFigures,
  type Evaluation,
} from '../../model/evaluation';

export interface Answered {
  id: string;
  /** An index into the run's classes, like `said`. */
  label: number;
  said: number;
  /** The probability of the class that was said. */
  sure: number;
  /** One for each class. */
  probabilities: Float32Array;
}

/** A bin needs this many answers before it is shown as an example. */
const ENOUGH_IN_A_BIN = 5;

/** Each picture with its most probable class. Among equals, the first class wins. */
export function answeredOf({ ids, labels, probabilities }: Answers): Answered[] {
  const classCount = ids.length > 0 ? probabilities.length / ids.length : 0;
  return ids.map((id, i) => {
    const own = probabilities.subarray(i * classCount, (i + 1) * classCount);
    const said = own.reduce((best, p, k) => (p > (own[best] ?? 0) ? k : best), 0);
    return { id, label: labels[i] ?? 0, said, sure: own[said] ?? 0, probabilities: own };
  });
}

/**
 * Wrong answers, the most confident first. Among equals, the one that gave the true class the least
 * probability comes first.
 */
export function mistakesOf(answers: readonly Answered[]): Answered[] {
  const own = ({ probabilities, label }: Answered) => probabilities[label] ?? 0;
  return answers
    .filter(({ label, said }) => label !== said)
    .sort((a, b) => b.sure - a.sure || own(a) - own(b));
}

export interface Cell {
  label: number;
  said: number;
}

/**
 * The pictures behind a cell. Mistakes come most confident first, right answers least confident
 * first.
 */
export function inCell(answers: readonly Answered[], { label, said }: Cell): Answered[] {
  const sign = label === said ? 1 : -1;
  return answers
    .filter((each) => each.label === label && each.said === said)
    .sort((a, b) => sign * (a.sure - b.sure));
}

export type RateView =
  | { kind: 'none' }
  | { kind: 'few'; right: number; wrong: number; total: number }
  | {
      kind: 'rate';
      right: number;
      wrong: number;
      total: number;
      /** Shares from 0 to 1. */
      rate: number;
      low: number;
      high: number;
      balanced: BalancedAccuracy | undefined;
    };

/** What may be said about an evaluation. A rate is never given from too few pictures. */
export function rateView(evaluation: Evaluation | undefined): RateView {
  if (!evaluation || evaluation.total === 0) return { kind: 'none' };
  const { right, total, low, high } = evaluation;
  const counts = { right, wrong: total - right, total };
  if (total < ENOUGH_FOR_A_RATE) return { kind: 'few', ...counts };
  const balanced = balancedBeside(evaluation);
  return { kind: 'rate', ...counts, rate: right / total, low, high, balanced };
}

export interface MatrixRow {
  /** The number of samples in the class. */
  there: number;
  /** One for each class that was said. */
  cells: number[];
  /** Each cell's share of the row. Undefined if the row is empty. */
  shares: number[] | undefined;
}

/** The rows of the confusion matrix. Each row is a true class. */
export function matrixRows({ confusion }: Pick<Evaluation, 'confusion'>): MatrixRow[] {
  return confusion.map((cells) => {
    const there = cells.reduce((sum, count) => sum + count, 0);
    return { there, cells, shares: there > 0 ? cells.map((count) => count / there) : undefined };
  });
}

export type Trust =
  | { kind: 'too-few'; count: number }
  | {
      /** Whether the model is right as often as it claims, as far as this many answers can tell. */
      kind: 'yes' | 'too-sure' | 'too-modest';
      count: number;
      /**
       * The fullest bin: the confidence it claims there, and how often it is right. Undefined if
       * all bins are nearly empty.
       */
      example: { says: number; right: number; count: number } | undefined;
      ece: number;
      eceBefore: number;
    };

/**
 * Whether confidence can be trusted. If each answer with confidence p is right with probability p,
 * then the number of right answers lies within 2 √Σ p (1 - p) of Σ p in 95 cases of 100
 * (Spiegelhalter 1986). Each bin stands for its answers.
 */
export function trustOf({ count, bins, ece, eceCalibrated }: Calibration): Trust {
  if (count < ENOUGH_TO_CALIBRATE) return { kind: 'too-few', count };
  let excess = 0;
  let variance = 0;
  let example: { says: number; right: number; count: number } | undefined;
  for (const bin of bins) {
    const { confidence: says, accuracy: right } = bin;
    if (says === undefined || right === undefined) continue;
    excess += bin.count * (says - right);
    variance += bin.count * says * (1 - says);
    // Of equally full bins, the more confident one is taken, because that is where trust matters.
    if (bin.count >= ENOUGH_IN_A_BIN && bin.count >= (example?.count ?? 0)) {
      example = { says, right, count: bin.count };
    }
  }
  const chance = 2 * Math.sqrt(variance);
  const kind = excess > chance ? 'too-sure' : excess < -chance ? 'too-modest' : 'yes';
  return { kind, count, example, ece: eceCalibrated, eceBefore: ece };
}

/** The headings of a table's columns. */
export interface TableNames {
  picture: string;
  is: string;
  said: string;
  class: string;
  precision: string;
  recall: string;
  f1: string;
  there: string;
  right: string;
}

type Cellular = string | number;

/**
 * Each picture with its true class, what was said, and all probabilities. `nameOf` names a picture
 * by its id.
 */
export function answersTable(
  answers: readonly Answered[],
  classes: readonly string[],
  nameOf: (id: string) => string,
  names: TableNames,
): Cellular[][] {
  return [
    [names.picture, names.is, names.said, ...classes],
    ...answers.map(({ id, label, said, probabilities }) => [
      nameOf(id),
      classes[label] ?? '',
      classes[said] ?? '',
      ...Array.from(probabilities, inFull),
    ]),
  ];
}

/** Precision, recall and F1 of each class, with the counts they come from. */
export function classesTable(
  figures: readonly ClassFigures[],
  classes: readonly string[],
  names: TableNames,
): Cellular[][] {
  return [
    [names.class, names.precision, names.recall, names.f1, names.right, names.said, names.there],
    ...figures.map(({ precision, recall, f1, right, said, there }, k) => [
      classes[k] ?? '',
      ...[precision, recall, f1].map((value) => (value === undefined ? '' : inFull(value))),
      right,
      said,
      there,
    ]),
  ];
}

/** The confusion matrix with names. Rows are the true classes, columns are what was said. */
export function matrixTable(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
): Cellular[][] {
  return [['', ...classes], ...confusion.map((cells, k) => [classes[k] ?? '', ...cells])];
}

/** Writes 0.9301 rather than 0.930100023746490. Digits beyond single precision mean nothing. */
const inFull = (share: number) => Number(share.toPrecision(6));

/**
 * A spreadsheet reads a cell that begins like this as a formula. An apostrophe turns it into text.
 */
const FORMULA = /^[=+\-@\t\r]/;

const asText = (cell: Cellular) =>
  typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell);

/** Writes RFC 4180, with the byte order mark by which spreadsheets recognise UTF-8. */
export function toCsv(table: readonly (readonly Cellular[])[]): string {
  const quoted = (cell: Cellular) => {
    const text = asText(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${table.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`;
}

/** Separates cells by tabs, which is what spreadsheets accept when pasting. */
export function toPasted(table: readonly (readonly Cellular[])[]): string {
  return table
    .map((row) => row.map((cell) => asText(cell).replace(/\s+/g, ' ')).join('\t'))
    .join('\n');
}
