import { expect, it } from 'vitest';
import { softmaxRows } from '../evaluate/softmax';
import { normalise } from './features';
import { LogisticFit, type LogisticProblem, logitsOf } from './logistic';
import { madeUp } from './made-up';
import { logPrior } from './prior';
import { range } from './rows';
import { spanOf } from './span';

const solve = (problem: LogisticProblem, start?: Float64Array) => {
  const fit = new LogisticFit(problem, start);
  while (!fit.converged(1e-7) && fit.passes < 500) fit.step();
  return fit;
};

const probabilitiesOf = ({ rows, index, classCount }: LogisticProblem, theta: Float64Array) => {
  const values = logitsOf(rows, index, theta, classCount);
  softmaxRows(values, classCount);
  return values;
};

/** x[i, j] = sin(1 + 1.7 i + 0.9 j² + j (i mod 3)), labels i mod 3. */
function fixture(n: number, l2: number): LogisticProblem {
  const data = Float32Array.from({ length: n * 6 }, (_, place) => {
    const i = Math.floor(place / 6);
    const j = place % 6;
    return Math.sin(1 + 1.7 * i + 0.9 * j * j + (i % 3) * j);
  });
  return {
    rows: { data, width: 6, triangular: false },
    index: range(0, n),
    labels: Int32Array.from({ length: n }, (_, i) => i % 3),
    classCount: 3,
    l2,
  };
}

it('finds what scikit-learn 1.9.1 finds (LogisticRegression(C=0.5, tol=1e-12))', () => {
  const problem = fixture(12, 2);
  const fit = solve(problem);
  const coefficients = [
    [-0.280369, 0.080925, 0.057737, 0.349599, 0.118778, 0.146227],
    [0.220623, 0.188341, 0.178485, -0.170572, 0.045104, 0.023095],
    [0.059746, -0.269266, -0.236222, -0.179026, -0.163882, -0.169322],
  ].flat();
  const intercepts = [0.009709, 0.003734, -0.013443];
  for (const [i, expected] of [...coefficients, ...intercepts].entries()) {
    expect(fit.theta[i]).toBeCloseTo(expected, 4);
  }
  const probabilities = probabilitiesOf(problem, fit.theta);
  const first = [0.268643, 0.37436, 0.356997, 0.383898, 0.30735, 0.308752];
  for (const [i, expected] of first.entries()) expect(probabilities[i]).toBeCloseTo(expected, 5);
});

it("agrees for two classes with scikit-learn's binomial model at C = 2/λ", () => {
  const { rows } = fixture(12, 2);
  const index = Int32Array.of(0, 1, 3, 4, 6, 7, 9, 10);
  const labels = index.map((i) => i % 3);
  const problem = { rows, index, labels, classCount: 2, l2: 2 };
  const probabilities = probabilitiesOf(problem, solve(problem).theta);
  // LogisticRegression(C=1, tol=1e-12) on the fixture's first two classes.
  expect(probabilities[1]).toBeCloseTo(0.577163, 5);
  expect(probabilities[3]).toBeCloseTo(0.467284, 5);
});

it('ends where the objective is flat: no small step in any direction makes it smaller', () => {
  const problem = fixture(30, 0.5);
  const { theta } = solve(problem);
  const objective = (at: Float64Array) => {
    const p = probabilitiesOf(problem, at);
    const loss = problem.labels.reduce((sum, y, i) => sum - Math.log(p[i * 3 + y] ?? 0), 0);
    return loss + (problem.l2 / 2) * at.subarray(0, 18).reduce((sum, w) => sum + w * w, 0);
  };
  for (let i = 0; i < theta.length; i++) {
    const moved = (by: number) => objective(theta.map((w, j) => (i === j ? w + by : w)));
    expect(Math.abs(moved(1e-4) - moved(-1e-4)) / 2e-4).toBeLessThan(1e-5);
  }
});

it('does not depend on where it starts', () => {
  const problem = fixture(30, 0.5);
  const start = Float64Array.from({ length: 21 }, (_, i) => 3 * Math.cos(i));
  const probabilities = probabilitiesOf(problem, solve(problem, start).theta);
  const expected = probabilitiesOf(problem, solve(problem).theta);
  for (const [i, p] of expected.entries()) expect(probabilities[i]).toBeCloseTo(p, 5);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'says that it went astray where a row has %d',
  (x) => {
    const problem = fixture(12, 2);
    problem.rows.data[7] = x;
    expect(() => solve(problem)).toThrow(expect.objectContaining({ kind: 'training-diverged' }));
  },
);

it('leaves out of its answers how many samples each class has, and nothing else', () => {
  const { rows } = fixture(30, 0.5);
  // Of the first class, every third sample is left.
  const index = range(0, 30).filter((i) => i % 3 !== 0 || i % 9 === 0);
  const labels = index.map((i) => i % 3);
  const problem = { rows, index, labels, classCount: 3, l2: 0.5 };
  const kept = solve(problem).theta;
  const { theta } = solve({ ...problem, prior: logPrior(labels, 3) });
  for (let i = 0; i < 18; i++) expect(theta[i]).toBeCloseTo(kept[i] ?? Number.NaN, 5);
  const moved = [0, 1, 2].map((k) => (theta[18 + k] ?? 0) - (kept[18 + k] ?? 0));
  expect((moved[0] ?? 0) - (moved[1] ?? 0)).toBeCloseTo(Math.log(10 / 4), 4);
  expect((moved[2] ?? 0) - (moved[1] ?? 0)).toBeCloseTo(0, 4);
});

it("gives the same answers in the samples' span, and back from it; duplicates add nothing to it", async () => {
  const size = 64;
  const { features, labels } = madeUp(8, 3, size, 1);
  // Three samples twice, one a mixture of two others.
  const data = new Float32Array(28 * size);
  data.set(normalise(features, size));
  data.copyWithin(24 * size, 0, 3 * size);
  for (let j = 0; j < size; j++) {
    data[27 * size + j] = ((data[j] ?? 0) + (data[size + j] ?? 0)) / 2;
  }
  const rows = { data, width: size, triangular: false };
  const index = range(0, 28);
  const direct: LogisticProblem = {
    rows,
    index,
    labels: Int32Array.from([...labels, 0, 1, 2, 0]),
    classCount: 3,
    l2: 10,
  };
  const span = await spanOf(rows, index, () => undefined);
  const rank = range(0, 28).filter((i) => (span.rows.data[i * 29] ?? 0) > 0).length;
  expect(rank).toBe(24);

  const expected = solve(direct).theta;
  const turned = solve({ ...direct, rows: span.rows }).theta;
  const back = span.back(turned, 3);
  for (const [i, w] of back.entries()) expect(w).toBeCloseTo(expected[i] ?? Number.NaN, 5);
});
