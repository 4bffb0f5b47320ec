// What a run's answers tell, as lists and texts: mistakes, the pictures of a cell, tables to take along.
import { ENOUGH_FOR_A_RATE, ENOUGH_TO_CALIBRATE } from '../../model/enough';
import type { Answers, Calibration, ClassFigures, Evaluation } from '../../model/evaluation';

export interface Answered {
  id: string;
  /** Index into the run's classes, as is `said`. */
  label: number;
  said: number;
  /** Probability of what was said. */
  sure: number;
  /** Of each class. */
  probabilities: Float32Array;
}

/** Answers that a bin needs to speak for itself. */
const ENOUGH_IN_A_BIN = 5;

/** Each picture with its most probable class; of equal ones the first. */
export function answeredOf({ ids, labels, probabilities }: Answers): Answered[] {
  const classCount = ids.length > 0 ? probabilities.length / ids.length : 0;
  return ids.map((id, i) => {
    const own = probabilities.subarray(i * classCount, (i + 1) * classCount);
    const said = own.reduce((best, p, k) => (p > (own[best] ?? 0) ? k : best), 0);
    return { id, label: labels[i] ?? 0, said, sure: own[said] ?? 0, probabilities: own };
  });
}

/** Wrong answers, the surest first; of equally sure ones the one that thought least of what it is. */
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

/** The pictures behind a cell: of mistakes the surest first, of right answers the least sure. */
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
    };

/** What of an evaluation may be said: never a rate from too few pictures. */
export function rateView(evaluation: Evaluation | undefined): RateView {
  if (!evaluation || evaluation.total === 0) return { kind: 'none' };
  const { right, total, low, high } = evaluation;
  const counts = { right, wrong: total - right, total };
  if (total < ENOUGH_FOR_A_RATE) return { kind: 'few', ...counts };
  return { kind: 'rate', ...counts, rate: right / total, low, high };
}

export interface MatrixRow {
  /** Samples of the class. */
  there: number;
  /** By what was said. */
  cells: number[];
  /** The cells' shares of the row; undefined where there is nothing to share. */
  shares: number[] | undefined;
}

/** The confusion matrix by what the pictures are. */
export function matrixRows({ confusion }: Pick<Evaluation, 'confusion'>): MatrixRow[] {
  return confusion.map((cells) => {
    const there = cells.reduce((sum, count) => sum + count, 0);
    return { there, cells, shares: there > 0 ? cells.map((count) => count / there) : undefined };
  });
}

export type Trust =
  | { kind: 'too-few'; count: number }
  | {
      /** Whether it is as sure as it is right, as far as so many answers can tell. */
      kind: 'yes' | 'too-sure' | 'too-modest';
      count: number;
      /** The best-filled bin: what it says there, and how often it is right; undefined where all are nearly empty. */
      example: { says: number; right: number; count: number } | undefined;
      ece: number;
      eceBefore: number;
    };

/**
 * Whether confidence can be trusted. If each answer of confidence p is right with probability p, the count of right ones
 * lies within 2 √Σ p (1 - p) of Σ p, 95 times in 100 (Spiegelhalter 1986); bins stand for their answers.
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
    // Of equally filled bins the surer one: that is where trust matters.
    if (bin.count >= ENOUGH_IN_A_BIN && bin.count >= (example?.count ?? 0)) {
      example = { says, right, count: bin.count };
    }
  }
  const chance = 2 * Math.sqrt(variance);
  const kind = excess > chance ? 'too-sure' : excess < -chance ? 'too-modest' : 'yes';
  return { kind, count, example, ece: eceCalibrated, eceBefore: ece };
}

/** What the columns of a table are called. */
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

/** Each picture with what it is, what was said and all probabilities. `nameOf`: a picture by its id. */
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

/** Precision, recall and F1 of each class with the counts that they come from. */
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

/** The confusion matrix with its names: rows what it is, columns what was said. */
export function matrixTable(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
): Cellular[][] {
  return [['', ...classes], ...confusion.map((cells, k) => [classes[k] ?? '', ...cells])];
}

/** 0.9301 rather than 0.930100023746490: more than what single precision holds says nothing. */
const inFull = (share: number) => Number(share.toPrecision(6));

/** Spreadsheets take a cell that begins so for a formula; an apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

const asText = (cell: Cellular) =>
  typeof cell === 'string' && FORMULA.test(cell) ? `'${cell}` : String(cell);

/** RFC 4180, with the byte order mark by which spreadsheets know UTF-8. */
export function toCsv(table: readonly (readonly Cellular[])[]): string {
  const quoted = (cell: Cellular) => {
    const text = asText(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${table.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')}`;
}

/** Cells apart by tabs, as spreadsheets paste them. */
export function toPasted(table: readonly (readonly Cellular[])[]): string {
  return table
    .map((row) => row.map((cell) => asText(cell).replace(/\s+/g, ' ')).join('\t'))
    .join('\n');
}
