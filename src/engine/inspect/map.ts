// Places samples in a plane, so that those which the backbone, or the head, finds alike lie close
// together.
import { UMAP } from 'umap-js';
import { breather } from '../../model/breather';
import { EngineError } from '../../model/engine-error';
import type { MapEvent, MapPlaces } from '../../model/map';
import { seededRandom } from '../../model/random';
import { centred, principalScores } from '../head/principal';
import { multiply, type Rows, range } from '../head/rows';

/** We look for neighbours along this many principal components. */
const COMPONENTS = 50;
/** The number that UMAP usually takes. It includes the sample itself. */
const NEIGHBOURS = 15;
/** With fewer samples there are no neighbourhoods to show. */
const LEAST_TO_UMAP = 6;
/**
 * UMAP starts from the components, scaled to this side and with noise of this standard deviation,
 * as in umap-learn.
 */
const START_SIDE = 10;
const START_NOISE = 1e-3;
/** The milliseconds between two progress reports. */
const REPORT_EVERY = 100;
/**
 * At either end of an axis, this share of the samples may lie beyond the frame. They are moved to
 * its edge.
 */
const BEYOND = 0.01;
const MARGIN = 0.04;

/** What to place. It is passed to the map's own worker. */
export interface MapData {
  /** Raw features [n, size]. */
  features: Float32Array;
  size: number;
  /**
   * A head's logits for the same samples, [n, classes]. If present, the samples are placed by
   * these.
   */
  logits?: { values: Float32Array; classes: number };
  seed: number;
}

/**
 * Places in [0, 1] × [0, 1], row-major [n, 2].
 *
 * By features: first it reports the two widest principal components of the normalised features.
 * UMAP (McInnes et al., 2018) continues from there, on exact neighbours along 50 components.
 * Euclidean distances there equal cosine distances of the features.
 *
 * By logits: each sample's mean is subtracted, because softmax does not see it. Two classes leave
 * one number, which becomes the horizontal place; the vertical one is the widest component of what
 * that number does not explain. Three classes already form a plane. For more, UMAP is used as
 * above.
 *
 * The same data in the same order with the same seed give the same places.
 *
 * @throws EngineError 'aborted'
 */
export async function placesOf(
  { features, size, logits, seed }: MapData,
  onUpdate: (event: MapEvent) => void,
  signal?: AbortSignal,
): Promise<MapPlaces> {
  const rest = breather();
  const breathe = async () => {
    await rest();
    if (signal?.aborted) throw new EngineError('aborted', 'the map was cancelled');
  };
  const rows = logits ? withoutMean(logits) : centred(features, size);
  const layout = logits?.classes === 2 ? 'evidence' : 'pca';
  const scores =
    logits && layout === 'evidence'
      ? await besides(logits.values, centred(features, size), seed, breathe)
      : await principalScores(rows, Math.min(COMPONENTS, Math.max(2, rows.width)), seed, breathe);
  const start = framed(scores, layout === 'evidence');
  onUpdate({ type: 'first', places: start, layout });
  await breathe();
  const n = scores.data.length / scores.width;
  if (n < LEAST_TO_UMAP || (logits && logits.classes < 4)) return { places: start, layout };

  const random = seededRandom(seed);
  const nNeighbors = Math.min(NEIGHBOURS, n - 1);
  const umap = new UMAP({ nNeighbors, random: () => random.uniform() });
  const { indices, distances } = await neighboursOf(scores, nNeighbors, breathe);
  umap.setPrecomputedKNN(indices, distances);
  // Because the neighbours are given, it only counts the rows.
  const total = umap.initializeFit(Array.from({ length: n }, () => []));
  const embedding = umap.getEmbedding();
  embedding.forEach((place, i) => {
    for (const axis of [0, 1]) {
      place[axis] = START_SIDE * (start[2 * i + axis] ?? 0) + START_NOISE * random.normal();
    }
  });
  let told = performance.now();
  for (let done = 1; done <= total; done++) {
    umap.step();
    await breathe();
    if (done < total && performance.now() - told < REPORT_EVERY) continue;
    told = performance.now();
    onUpdate({ type: 'epoch', done, total });
  }
  return { places: framed(planeOf(embedding), false), layout: 'umap' };
}

/** Subtracts each sample's mean over the classes, then the mean over the samples. */
function withoutMean({ values, classes }: { values: Float32Array; classes: number }): Rows {
  const n = values.length / classes;
  const data = values.slice();
  const means = new Float64Array(classes);
  for (let i = 0; i < n; i++) {
    let mean = 0;
    for (let c = 0; c < classes; c++) mean += (data[i * classes + c] ?? 0) / classes;
    for (let c = 0; c < classes; c++) {
      const z = (data[i * classes + c] ?? 0) - mean;
      data[i * classes + c] = z;
      means[c] = (means[c] ?? 0) + z / n;
    }
  }
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) - (means[i % classes] ?? 0);
  return { data, width: classes, triangular: false };
}

/**
 * For two classes: how much more the second is believed, and the widest direction that is
 * uncorrelated with that.
 */
async function besides(
  logits: Float32Array,
  { data, width }: Rows,
  seed: number,
  breathe: () => Promise<void>,
): Promise<Rows> {
  const n = data.length / width;
  const margins = Float64Array.from(
    { length: n },
    (_, i) => (logits[2 * i + 1] ?? 0) - (logits[2 * i] ?? 0),
  );
  const mean = margins.reduce((sum, m) => sum + m, 0) / n;
  const spread = margins.reduce((sum, m) => sum + (m - mean) ** 2, 0);
  const slopes = new Float64Array(width);
  for (let i = 0; i < n; i++) {
    const share = spread === 0 ? 0 : ((margins[i] ?? 0) - mean) / spread;
    for (let j = 0; j < width; j++) {
      slopes[j] = (slopes[j] ?? 0) + share * (data[i * width + j] ?? 0);
    }
  }
  const left = data.map(
    (x, place) =>
      x - ((margins[Math.floor(place / width)] ?? 0) - mean) * (slopes[place % width] ?? 0),
  );
  const { data: scores } = await principalScores(
    { data: left, width, triangular: false },
    1,
    seed,
    breathe,
  );
  const plane = Float32Array.from({ length: 2 * n }, (_, k) =>
    k % 2 === 0 ? (margins[k / 2] ?? 0) : (scores[(k - 1) / 2] ?? 0),
  );
  return { data: plane, width: 2, triangular: false };
}

/**
 * The `count` nearest of each sample by Euclidean distance. The sample itself comes first, then the
 * nearest.
 */
async function neighboursOf(
  rows: Rows,
  count: number,
  breathe: () => Promise<void>,
): Promise<{ indices: number[][]; distances: number[][] }> {
  const { data, width } = rows;
  const n = data.length / width;
  const squares = Float64Array.from({ length: n }, (_, i) =>
    data.subarray(i * width, (i + 1) * width).reduce((sum, x) => sum + x * x, 0),
  );
  const all = range(0, n);
  const products = new Float64Array(n);
  const nearest = new Int32Array(count);
  const least = new Float64Array(count);
  const indices: number[][] = [];
  const distances: number[][] = [];
  for (let i = 0; i < n; i++) {
    multiply(rows, all, Float64Array.from(data.subarray(i * width, (i + 1) * width)), 1, products);
    least.fill(Number.POSITIVE_INFINITY);
    nearest[0] = i;
    least[0] = 0;
    for (let j = 0; j < n; j++) {
      if (j === i) continue;
      const square = (squares[i] ?? 0) + (squares[j] ?? 0) - 2 * (products[j] ?? 0);
      if (square >= (least[count - 1] ?? 0)) continue;
      let place = count - 1;
      for (; place > 1 && square < (least[place - 1] ?? 0); place--) {
        nearest[place] = nearest[place - 1] ?? 0;
        least[place] = least[place - 1] ?? 0;
      }
      nearest[place] = j;
      least[place] = square;
    }
    indices.push([...nearest]);
    distances.push(Array.from(least, (square) => Math.sqrt(Math.max(0, square))));
    await breathe();
  }
  return { indices, distances };
}

function planeOf(places: number[][]): Rows {
  return { data: Float32Array.from(places.flat()), width: 2, triangular: false };
}

/**
 * The first two columns, fitted into the frame. Outliers lie at its edge, and a column without any
 * spread lies in the middle.
 *
 * @param each whether each axis is stretched by itself, because the two mean different things
 */
function framed({ data, width }: Rows, each: boolean): Float32Array {
  const n = data.length / width;
  const axes = [0, 1].map((axis) => {
    const sorted = Float32Array.from({ length: n }, (_, i) => data[i * width + axis] ?? 0).sort();
    const beyond = Math.floor(n * BEYOND);
    const low = sorted[beyond] ?? 0;
    const high = sorted[n - 1 - beyond] ?? 0;
    return { middle: (low + high) / 2, spread: high - low };
  });
  const widest = Math.max(...axes.map(({ spread }) => spread));
  return Float32Array.from({ length: 2 * n }, (_, k) => {
    const { middle, spread } = axes[k % 2] ?? { middle: 0, spread: 0 };
    const side = each ? spread : widest;
    if (side === 0) return 0.5;
    const x = ((data[Math.floor(k / 2) * width + (k % 2)] ?? 0) - middle) / side;
    return Math.min(1, Math.max(0, 0.5 + x * (1 - 2 * MARGIN)));
  });
}
