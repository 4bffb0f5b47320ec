// Compares scores that tell pictures of other things from pictures like those that were learned
// from.
import { distancesTo, familiarityOf } from '../src/engine/evaluate/familiarity';
import { groupedFolds } from '../src/engine/evaluate/split';
import { normalise } from '../src/engine/head/features';
import { LogisticFit, logitsOf } from '../src/engine/head/logistic';
import { range } from '../src/engine/head/rows';
import { DEFAULT_L2 } from '../src/engine/head/strength';
import { breather } from '../src/model/breather';
import type { Familiarity } from '../src/model/head';
import type { ScoreName } from './command';

/** Vectors of one length, as rows. */
export type Vectors = readonly Float32Array[];

export interface Rating {
  /** The chance that a test picture is more familiar than an outsider. */
  auroc: number;
  /** The share of outsiders below a threshold under which 5 % of the held-out pictures lie. */
  rejectedAt5: number;
  /** The share of test pictures below that threshold. */
  falseRejection: number;
}

/** Larger means more familiar. Pictures are given as normalised features. */
type Score = (pictures: Vectors) => number[] | Promise<number[]>;
type Learn = (vectors: Vectors, labels: readonly number[]) => Score | Promise<Score>;

const FALSE_REJECTION = 0.05;
const FOLDS = 10;
const PASSES = 100;

/** Rates the app's own score, with its own threshold. */
export function rateFamiliarity(
  familiarity: Familiarity,
  test: Vectors,
  outsiders: Vectors,
): Rating {
  const share = (vectors: Vectors) =>
    vectors.filter(
      (row) => (familiarityOf(familiarity, row, row.length)[0] ?? 0) <= FALSE_REJECTION,
    ).length / vectors.length;
  const near = (vectors: Vectors) =>
    vectors.map((row) => -(distancesTo(familiarity.directions, row, row.length)[0] ?? 2));
  return {
    auroc: auroc(near(test), near(outsiders)),
    rejectedAt5: share(outsiders),
    falseRejection: share(test),
  };
}

/**
 * Rates any other score. Its threshold is set by 10-fold cross-validation on the learned pictures,
 * each being its own group.
 */
export async function rateScore(
  name: Exclude<ScoreName, 'familiarity'>,
  train: Vectors,
  labels: readonly number[],
  test: Vectors,
  outsiders: Vectors,
): Promise<Rating> {
  const learn = SCORES[name];
  const scaled = (vectors: Vectors) => vectors.map((row) => normalise(row, row.length));
  const learned = scaled(train);
  const places = [...labels.keys()];
  const foldOf = groupedFolds(labels, places, Math.min(FOLDS, labels.length), 1);
  const held: number[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const on = (side: boolean) => places.filter((i) => (foldOf[i] === fold) === side);
    const out = on(true).map((i) => learned[i] ?? new Float32Array());
    if (out.length === 0) continue;
    const rest = on(false);
    const score = await learn(
      rest.map((i) => learned[i] ?? new Float32Array()),
      rest.map((i) => labels[i] ?? 0),
    );
    held.push(...(await score(out)));
  }
  held.sort((a, b) => a - b);
  const threshold = held[Math.floor(FALSE_REJECTION * (held.length + 1)) - 1] ?? -Infinity;
  const score = await learn(learned, labels);
  const [familiar, unknown] = [await score(scaled(test)), await score(scaled(outsiders))];
  const share = (scores: number[]) =>
    scores.filter((value) => value <= threshold).length / scores.length;
  return {
    auroc: auroc(familiar, unknown),
    rejectedAt5: share(unknown),
    falseRejection: share(familiar),
  };
}

/**
 * The chance that a value of `high` is larger than one of `low`, where equal values count half. NaN
 * if one of them is empty.
 */
export function auroc(high: readonly number[], low: readonly number[]): number {
  const sorted = low.toSorted((a, b) => a - b);
  const below = (value: number, orEqual: boolean) => {
    let [from, to] = [0, sorted.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      const each = sorted[middle] ?? 0;
      if (each < value || (orEqual && each === value)) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const won = high.reduce((sum, value) => sum + below(value, false) + below(value, true), 0);
  return won / 2 / (high.length * low.length);
}

export const SCORES: Record<Exclude<ScoreName, 'familiarity'>, Learn> = {
  /** Hendrycks and Gimpel 2017, with a linear head. */
  softmax: async (vectors, labels) => {
    const logits = await linearHead(vectors, labels);
    return async (pictures) =>
      (await logits(pictures)).map((row) => Math.exp(Math.max(...row) - logSumExp(row)));
  },
  /** Liu et al. 2020, with a linear head. */
  energy: async (vectors, labels) => {
    const logits = await linearHead(vectors, labels);
    return async (pictures) => (await logits(pictures)).map(logSumExp);
  },
  /** The cosine with the mean of the nearest class. */
  centroid: (vectors, labels) => {
    const means = classMeans(vectors, labels);
    return (pictures) => pictures.map((row) => Math.max(...means.map((mean) => cosine(row, mean))));
  },
  /** Sun et al. 2022. */
  'nearest-1': (vectors) => nearest(vectors, 1),
  'nearest-5': (vectors) => nearest(vectors, 5),
  /** Lee et al. 2018, with the covariance shrunk as in Ledoit and Wolf (2004). */
  mahalanobis: (vectors, labels) => {
    const toClasses = gaussians(vectors, labels);
    return (pictures) => pictures.map((row) => -toClasses(row));
  },
  /** Ren et al. 2021. */
  relative: (vectors, labels) => {
    const toClasses = gaussians(vectors, labels);
    const toAll = gaussians(
      vectors,
      labels.map(() => 0),
    );
    return (pictures) => pictures.map((row) => toAll(row) - toClasses(row));
  },
  /** What remains outside the space that the pictures span (after Wang et al. 2022, ViM). */
  residual: (vectors) => {
    const [mean = new Float32Array()] = classMeans(
      vectors,
      vectors.map(() => 0),
    );
    const rows = vectors.map((row) => minus(row, mean));
    const trace = rows.reduce((sum, row) => sum + dot(row, row), 0);
    const outside = outsideOf(rows, (1e-6 * trace) / rows.length);
    return (pictures) => pictures.map((row) => -outside(minus(row, mean)));
  },
};

const breathe = breather();

async function linearHead(vectors: Vectors, labels: readonly number[]) {
  const width = vectors[0]?.length ?? 0;
  const classCount = Math.max(...labels) + 1;
  const stack = (from: Vectors) => {
    const data = new Float32Array(from.length * width);
    from.forEach((row, i) => {
      data.set(row, i * width);
    });
    return { data, width, triangular: false };
  };
  const problem = {
    rows: stack(vectors),
    index: range(0, vectors.length),
    labels: Int32Array.from(labels),
    classCount,
    l2: DEFAULT_L2,
  };
  const fit = await LogisticFit.begin(problem, breathe);
  while (fit.passes < PASSES && !fit.converged(1e-2)) await fit.step();
  return async (pictures: Vectors) => {
    const all = range(0, pictures.length);
    const logits = await logitsOf(stack(pictures), all, fit.theta, classCount, breathe);
    return Array.from(all, (i) => [...logits.subarray(i * classCount, (i + 1) * classCount)]);
  };
}

function nearest(vectors: Vectors, k: number): Score {
  return (pictures) =>
    pictures.map((row) => {
      const near = vectors.map((other) => cosine(row, other)).sort((a, b) => b - a);
      return near[Math.min(k, near.length) - 1] ?? -1;
    });
}

/**
 * The squared distance to the mean of the nearest class, by the covariance that all classes share.
 */
function gaussians(vectors: Vectors, labels: readonly number[]): (row: Float32Array) => number {
  const means = classMeans(vectors, labels);
  const rows = vectors.map((row, i) => minus(row, means[labels[i] ?? 0] ?? row));
  const n = rows.length;
  const size = rows[0]?.length ?? 0;
  const squares = rows.map((row) => dot(row, row));
  const mu = squares.reduce((sum, x) => sum + x, 0) / n / size;
  // Ledoit and Wolf's norms: ‖S‖², and how much of it is noise.
  let norm = 0;
  for (const one of rows) for (const other of rows) norm += (dot(one, other) / n) ** 2;
  const noise = (squares.reduce((sum, x) => sum + x * x, 0) / n - norm) / n;
  const spread = norm - size * mu * mu;
  // It is never zero, because with fewer pictures than features some directions have no spread.
  const shrinkage = spread > 0 ? Math.min(1, Math.max(1e-3, noise / spread)) : 1;
  const floor = shrinkage * mu;
  if (shrinkage === 1) {
    return (row) =>
      Math.min(...means.map((mean) => dot(minus(row, mean), minus(row, mean)))) / floor;
  }
  // Woodbury: (f I + a RᵀR)⁻¹ = (I - Rᵀ (f/a I + R Rᵀ)⁻¹ R) / f.
  const outside = outsideOf(rows, (floor * n) / (1 - shrinkage));
  return (row) => Math.min(...means.map((mean) => outside(minus(row, mean)))) / floor;
}

/** z ↦ ‖z‖² - (R z)ᵀ (ridge I + R Rᵀ)⁻¹ (R z). */
function outsideOf(rows: Vectors, ridge: number): (z: Float32Array) => number {
  const n = rows.length;
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = dot(rows[i] ?? NONE, rows[j] ?? NONE) + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0);
      l[i * n + j] = i === j ? Math.sqrt(sum) : sum / (l[j * n + j] ?? 1);
    }
  }
  return (z) => {
    let left = dot(z, z);
    const solved = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let sum = dot(rows[i] ?? NONE, z);
      for (let k = 0; k < i; k++) sum -= (l[i * n + k] ?? 0) * (solved[k] ?? 0);
      const entry = sum / (l[i * n + i] ?? 1);
      solved[i] = entry;
      left -= entry * entry;
    }
    return left;
  };
}

const NONE = new Float32Array();

function classMeans(vectors: Vectors, labels: readonly number[]): Float32Array[] {
  return Array.from({ length: Math.max(...labels) + 1 }, (_, label) => {
    const members = vectors.filter((_, i) => labels[i] === label);
    const sum = new Float64Array(vectors[0]?.length ?? 0);
    for (const row of members)
      for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] ?? 0) + (row[j] ?? 0);
    return Float32Array.from(sum, (x) => x / members.length);
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j] ?? 0) * (b[j] ?? 0);
  return sum;
}

const minus = (a: Float32Array, b: Float32Array) => a.map((x, j) => x - (b[j] ?? 0));
const cosine = (a: Float32Array, b: Float32Array) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

function logSumExp(row: readonly number[]): number {
  const largest = Math.max(...row);
  return largest + Math.log(row.reduce((sum, x) => sum + Math.exp(x - largest), 0));
}
