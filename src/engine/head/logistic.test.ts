import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { softmaxRows } from '../evaluate/softmax';
import { normalise } from './features';
import { LogisticFit, type LogisticProblem, logitsOf } from './logistic';
import { madeUp } from './made-up';
import { logPrior } from './prior';
import { range } from './rows';
import { spanOf } from './span';

const without = () => undefined;

async function solve(problem: LogisticProblem, start?: Float64Array) {
  const fit = await LogisticFit.begin(problem, without, start);
  while (!fit.converged(1e-7) && fit.passes < 500) await fit.step();
  return fit;
}

const probabilitiesOf = async (
  { rows, index, classCount }: LogisticProblem,
  theta: Float64Array,
) => {
  const values = await logitsOf(rows, index, theta, classCount, without);
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

it('finds what scikit-learn 1.9.1 finds (LogisticRegression(C=0.5, tol=1e-12))', async () => {
  const problem = fixture(12, 2);
  const fit = await solve(problem);
  const coefficients = [
    [-0.280369, 0.080925, 0.057737, 0.349599, 0.118778, 0.146227],
    [0.220623, 0.188341, 0.178485, -0.170572, 0.045104, 0.023095],
    [0.059746, -0.269266, -0.236222, -0.179026, -0.163882, -0.169322],
  ].flat();
  const intercepts = [0.009709, 0.003734, -0.013443];
  for (const [i, expected] of [...coefficients, ...intercepts].entries()) {
    expect(fit.theta[i]).toBeCloseTo(expected, 4);
  }
  const probabilities = await probabilitiesOf(problem, fit.theta);
  const first = [0.268643, 0.37436, 0.356997, 0.383898, 0.30735, 0.308752];
  for (const [i, expected] of first.entries()) expect(probabilities[i]).toBeCloseTo(expected, 5);
});

it("agrees for two classes with scikit-learn's binomial model at C = 2/λ", async () => {
  const { rows } = fixture(12, 2);
  const index = Int32Array.of(0, 1, 3, 4, 6, 7, 9, 10);
  const labels = index.map((i) => i % 3);
  const problem = { rows, index, labels, classCount: 2, l2: 2 };
  const probabilities = await probabilitiesOf(problem, (await solve(problem)).theta);
  // LogisticRegression(C=1, tol=1e-12) on the fixture's first two classes.
  expect(probabilities[1]).toBeCloseTo(0.577163, 5);
  expect(probabilities[3]).toBeCloseTo(0.467284, 5);
});

it('ends where the objective is flat: no small step in any direction makes it smaller', async () => {
  const problem = fixture(30, 0.5);
  const { theta } = await solve(problem);
  const objective = async (at: Float64Array) => {
    const p = await probabilitiesOf(problem, at);
    const loss = problem.labels.reduce((sum, y, i) => sum - Math.log(p[i * 3 + y] ?? 0), 0);
    return loss + (problem.l2 / 2) * at.subarray(0, 18).reduce((sum, w) => sum + w * w, 0);
  };
  for (let i = 0; i < theta.length; i++) {
    const moved = (by: number) => objective(theta.map((w, j) => (i === j ? w + by : w)));
    expect(Math.abs((await moved(1e-4)) - (await moved(-1e-4))) / 2e-4).toBeLessThan(1e-5);
  }
});

it('does not depend on where it starts', async () => {
  const problem = fixture(30, 0.5);
  const start = Float64Array.from({ length: 21 }, (_, i) => 3 * Math.cos(i));
  const probabilities = await probabilitiesOf(problem, (await solve(problem, start)).theta);
  const expected = await probabilitiesOf(problem, (await solve(problem)).theta);
  for (const [i, p] of expected.entries()) expect(probabilities[i]).toBeCloseTo(p, 5);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])(
  'says that it went astray where a row has %d',
  async (x) => {
    const problem = fixture(12, 2);
    problem.rows.data[7] = x;
    await expect(solve(problem)).rejects.toMatchObject({ kind: 'training-diverged' });
  },
);

it('leaves out of its answers how many samples each class has, and nothing else', async () => {
  const { rows } = fixture(30, 0.5);
  // Of the first class, every third sample is left.
  const index = range(0, 30).filter((i) => i % 3 !== 0 || i % 9 === 0);
  const labels = index.map((i) => i % 3);
  const problem = { rows, index, labels, classCount: 3, l2: 0.5 };
  const kept = (await solve(problem)).theta;
  const { theta } = await solve({ ...problem, prior: logPrior(labels, 3) });
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

  const expected = (await solve(direct)).theta;
  const turned = (await solve({ ...direct, rows: span.rows })).theta;
  const back = span.back(turned, 3);
  for (const [i, w] of back.entries()) expect(w).toBeCloseTo(expected[i] ?? Number.NaN, 5);
});

it('finds on wasm what typed arrays find, where samples are many, and leaves no tensor', async () => {
  const width = 160;
  const { features, labels } = madeUp(200, 10, width, 1);
  const data = normalise(features, width);
  const problem: LogisticProblem = {
    rows: { data, width, triangular: false },
    index: range(0, labels.length).filter((i) => i % 7 !== 3),
    labels: labels.filter((_, i) => i % 7 !== 3),
    classCount: 10,
    l2: 10,
  };
  const fitted = async () => {
    const fit = await LogisticFit.begin(problem, without);
    while (!fit.converged(1e-4) && fit.passes < 500) await fit.step();
    return fit.theta;
  };
  await tf.setBackend('cpu');
  const expected = await fitted();
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await tf.setBackend('wasm');
  const before = tf.memory();
  const found = await fitted();
  expect(tf.memory().numTensors).toBe(before.numTensors);
  expect(tf.memory().numBytes).toBe(before.numBytes);
  const largest = Math.max(...expected.map(Math.abs));
  for (const [i, w] of expected.entries()) {
    expect(Math.abs((found[i] ?? Number.NaN) - w)).toBeLessThan(2e-4 * largest);
  }
});
