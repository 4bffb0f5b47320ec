import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers, Calibration } from '../../model/evaluation';
import {
  answeredOf,
  answersTable,
  classesTable,
  inCell,
  matrixRows,
  matrixTable,
  mistakesOf,
  rateView,
  toCsv,
  toPasted,
  trustOf,
} from './answers';

const answersOf = (rows: readonly (readonly [number, readonly number[]])[]): Answers => ({
  ids: rows.map((_, i) => `p${i}`),
  labels: Int32Array.from(rows, ([label]) => label),
  probabilities: Float32Array.from(rows.flatMap(([, each]) => each)),
});

const some = answersOf([
  [0, [0.9, 0.1, 0]],
  [0, [0.25, 0.5, 0.25]],
  [1, [0.75, 0.125, 0.125]],
  [2, [0.75, 0.25, 0]],
  [2, [0.125, 0.125, 0.75]],
  [0, [0.5, 0.5, 0]],
]);

describe('answers', () => {
  it('say the most probable class, of equal ones the first', () => {
    expect(answeredOf(some).map(({ said }) => said)).toEqual([0, 1, 0, 0, 2, 0]);
    expect(answeredOf(some)[1]).toMatchObject({ id: 'p1', label: 0, said: 1, sure: 0.5 });
    expect(answeredOf(answersOf([]))).toEqual([]);
  });

  it('list mistakes the surest first, then by how little they thought of what it is', () => {
    expect(mistakesOf(answeredOf(some)).map(({ id }) => id)).toEqual(['p3', 'p2', 'p1']);
  });

  it('are all in exactly one cell', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    const row = fc.tuple(fc.nat(2), fc.tuple(share, share, share));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const answers = answeredOf(answersOf(rows));
        const cells = [0, 1, 2].flatMap((label) =>
          [0, 1, 2].flatMap((said) => inCell(answers, { label, said }).map(({ id }) => id)),
        );
        expect(cells.sort()).toEqual(answers.map(({ id }) => id).sort());
        const wrong = mistakesOf(answers);
        expect(wrong.every((each, i) => i === 0 || each.sure <= (wrong[i - 1]?.sure ?? 0))).toBe(
          true,
        );
        expect(wrong).toHaveLength(answers.filter((each) => each.label !== each.said).length);
      }),
    );
  });

  it('of a cell: right ones the least sure first', () => {
    const answers = answeredOf(some);
    expect(inCell(answers, { label: 0, said: 0 }).map(({ id }) => id)).toEqual(['p5', 'p0']);
    expect(inCell(answers, { label: 1, said: 2 })).toEqual([]);
  });
});

describe('a rate', () => {
  const evaluation = { right: 9, low: 0.6, high: 0.98, confusion: [] };
  it('is said of ten pictures, of fewer the count alone', () => {
    expect(rateView(undefined)).toEqual({ kind: 'none' });
    expect(rateView({ ...evaluation, total: 0 })).toEqual({ kind: 'none' });
    expect(rateView({ ...evaluation, total: 9 })).toEqual({
      kind: 'few',
      right: 9,
      wrong: 0,
      total: 9,
    });
    expect(rateView({ ...evaluation, total: 10 })).toMatchObject({
      kind: 'rate',
      wrong: 1,
      rate: 0.9,
    });
  });

  it('of a row is shared out, and of an empty one is not', () => {
    const [first, empty] = matrixRows({
      confusion: [
        [3, 1],
        [0, 0],
      ],
    });
    expect(first).toEqual({ there: 4, cells: [3, 1], shares: [0.75, 0.25] });
    expect(empty).toEqual({ there: 0, cells: [0, 0], shares: undefined });
  });
});

describe('trust', () => {
  const calibration = (bins: [number, number, number][]): Calibration => ({
    temperature: 1.5,
    count: bins.reduce((sum, [count]) => sum + count, 0),
    ece: 0.12,
    eceCalibrated: 0.04,
    bins: bins.map(([count, confidence, accuracy]) => ({
      low: 0,
      high: 1,
      count,
      ...(count > 0 ? { confidence, accuracy } : {}),
    })),
    binsBefore: [],
  });

  it('needs twenty answers', () => {
    expect(trustOf(calibration([[19, 0.9, 0.9]]))).toEqual({ kind: 'too-few', count: 19 });
    expect(trustOf(calibration([[20, 0.9, 0.9]])).kind).toBe('yes');
  });

  it('is doubted only beyond chance', () => {
    // Of 100 answers with confidence 0.9, 90 ± 6 should be right.
    expect(trustOf(calibration([[100, 0.9, 0.85]])).kind).toBe('yes');
    expect(trustOf(calibration([[100, 0.9, 0.83]])).kind).toBe('too-sure');
    expect(trustOf(calibration([[100, 0.9, 0.97]])).kind).toBe('too-modest');
  });

  it('is shown by the fullest bin, of equal ones the surest; nearly empty ones show nothing', () => {
    const bins: [number, number, number][] = [
      [12, 0.6, 0.58],
      [0, 0, 0],
      [12, 0.95, 0.92],
      [3, 0.99, 1],
    ];
    expect(trustOf(calibration(bins))).toMatchObject({
      example: { says: 0.95, right: 0.92, count: 12 },
      ece: 0.04,
      eceBefore: 0.12,
    });
    const thin = Array.from({ length: 7 }, (): [number, number, number] => [3, 0.5, 0.5]);
    expect(trustOf(calibration(thin))).toMatchObject({ kind: 'yes', example: undefined });
  });
});

const names = {
  picture: 'Picture',
  is: 'Is',
  said: 'Said',
  class: 'Class',
  precision: 'Precision',
  recall: 'Recall',
  f1: 'F1',
  there: 'Pictures',
  right: 'Right',
};

/** Reads RFC 4180, to check that what was written can be read back. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text
    .replace('\ufeff', '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('tables', () => {
  it('hold each answer with its probabilities', () => {
    const table = answersTable(
      answeredOf(some).slice(0, 2),
      ['A', 'B', 'C'],
      (id) => `${id}.jpg`,
      names,
    );
    expect(table).toEqual([
      ['Picture', 'Is', 'Said', 'A', 'B', 'C'],
      ['p0.jpg', 'A', 'A', 0.9, 0.1, 0],
      ['p1.jpg', 'A', 'B', 0.25, 0.5, 0.25],
    ]);
  });

  it('leave empty what cannot be counted', () => {
    const figures = [
      { said: 4, there: 5, right: 3, precision: 0.75, recall: 0.6, f1: 2 / 3 },
      { said: 0, there: 1, right: 0, recall: 0 },
    ];
    expect(classesTable(figures, ['A', 'B'], names).slice(1)).toEqual([
      ['A', 0.75, 0.6, 0.666667, 3, 4, 5],
      ['B', '', 0, '', 0, 0, 1],
    ]);
    expect(matrixTable([[3, 1]], ['A', 'B'])).toEqual([
      ['', 'A', 'B'],
      ['A', 3, 1],
    ]);
  });

  it('come back from CSV as they were, but for what would be a formula', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('a,b', '"', 'x\r\ny', '=1+1', '@A1', '-3'));
    const width = fc.integer({ min: 1, max: 4 });
    const table = width.chain((n) => fc.array(fc.array(cell, { minLength: n, maxLength: n })));
    fc.assert(
      fc.property(table, (rows) => {
        const back = readCsv(toCsv(rows));
        expect(back.map((row) => row.map((each) => each.replace(/^'(?=[=+\-@\t\r])/, '')))).toEqual(
          rows.map((row) => row.map((each) => each.replace(/^'(?=[=+\-@\t\r])/, ''))),
        );
        expect(back.flat().some((each) => /^[=+\-@\t\r]/.test(each))).toBe(false);
      }),
    );
    expect(toCsv([[-0.5]])).toBe('\ufeff-0.5\r\n');
  });

  it('paste as one line a row', () => {
    expect(
      toPasted([
        ['A\tB', 1],
        ['=x\ny', 2],
      ]),
    ).toBe("A B\t1\n'=x y\t2");
  });
});
