// Which backbone, and which of its layers, suits a task best. Each layer is scored without training
// (LogME) and also measured.

import type { FeatureSpec } from '../../model/backbone';
import { breather } from '../../model/breather';
import { EngineError } from '../../model/engine-error';
import type { BackboneGain, LayerComparison, LayerScore, LayersRequest } from '../../model/layers';
import { clusteredShare } from '../../model/statistics/clustered-share';
import { clusteredDifference } from '../../model/statistics/paired-difference';
import { joinNearDuplicates } from '../evaluate/near-duplicates';
import { normalise } from '../head/features';
import { foldsOf, heldOutDecisions, type Labelled } from '../head/held-out';
import { logMe } from '../head/log-me';
import { centred } from '../head/principal';
import { range } from '../head/rows';
import { spanOf } from '../head/span';

/**
 * The vectors of every layer are scaled to this length, so that one strength of the penalty means
 * the same for all of them.
 */
const LENGTH = Math.sqrt(1280);

/** The stages of a backbone. A picture's vector holds their pooled outputs one after the other. */
export interface ProbedBackbone {
  /** How many channels each stage has. */
  channels: readonly number[];
  /** [sum of the channels]; undefined if the picture was not probed. */
  vectorOf(id: string): Float32Array | undefined;
}

/**
 * Scores every stage of every backbone by LogME, and by the share of held-out pictures that a
 * linear head on it gets right. All use the same folds, and no recording is on both sides, nor are
 * near-duplicates of it. The gain of another backbone's last layer over the first one's is measured
 * on the same pictures, one by one.
 *
 * @returns undefined if a class has a single recording, because then nothing can be held out
 * @throws EngineError 'features-missing', 'aborted'
 */
export async function compareLayers(
  { specs, classes, samples, seed }: LayersRequest,
  probed: (spec: FeatureSpec) => ProbedBackbone,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<LayerComparison | undefined> {
  const quiet = breather();
  const breathe = () => {
    if (signal.aborted) throw new EngineError('aborted', 'the comparison was cancelled');
    return quiet();
  };
  const labels = Int32Array.from(samples, ({ label }) => label);
  const ids = samples.map(({ id }) => id);
  const backbones = specs.map((spec) => ({ spec, layers: layersOf(ids, probed(spec)) }));
  const reference = backbones[0]?.layers.at(-1);
  if (!reference) throw new EngineError('features-missing', 'no backbone to compare');
  const groups = await joinNearDuplicates(
    reference.features,
    reference.width,
    labels,
    samples.map(({ group }) => group),
    breathe,
  );
  const classCount = classes.length;
  const task = { labels, groups, classCount };
  const folds = foldsOf({ ...task, rows: EMPTY }, seed);
  if (!folds) return undefined;

  const total = backbones.reduce((sum, { layers }) => sum + layers.length, 0);
  const layers: LayerScore[] = [];
  /** For each backbone's last layer, whether each picture was answered right. */
  const lastRight: boolean[][] = [];
  for (const { spec, layers: stages } of backbones) {
    for (const [stage, { features, width }] of stages.entries()) {
      const scaled = centred(features, width);
      const factor = LENGTH / Math.sqrt(width);
      scaled.data.forEach((value, i) => {
        scaled.data[i] = value * factor;
      });
      const rows =
        labels.length < width
          ? (await spanOf(scaled, range(0, labels.length), breathe)).rows
          : scaled;
      const decided = await heldOutDecisions({ ...task, rows }, folds, breathe);
      const right = Array.from(labels, (label, i) => decided[i] === label);
      layers.push({
        backbone: spec.backbone,
        stage,
        features: width,
        logMe: await logMe(normalise(features, width), width, labels, classCount, breathe),
        accuracy: clusteredShare(right, groups),
      });
      if (stage === stages.length - 1) lastRight.push(right);
      onProgress(layers.length, total);
    }
  }

  const [first = [], ...others] = lastRight;
  const gains = others.flatMap((second, i): BackboneGain[] => {
    const spec = specs[i + 1];
    if (!spec) return [];
    const { difference, low, high } = clusteredDifference(first, second, groups);
    const only = (one: readonly boolean[], other: readonly boolean[]) =>
      one.filter((is, k) => is && !other[k]).length;
    const [more, fewer] = [only(second, first), only(first, second)];
    return [{ spec, gain: difference, low, high, more, fewer }];
  });
  const rankCorrelation = spearman(
    layers.map((layer) => layer.logMe),
    layers.map(({ accuracy }) => accuracy.right),
  );
  return {
    specs,
    layers,
    gains,
    ...(rankCorrelation === undefined ? {} : { rankCorrelation }),
    from: { samples: labels.length, recordings: new Set(groups).size, folds: folds.count },
  };
}

const EMPTY: Labelled['rows'] = { data: new Float32Array(), width: 0, triangular: false };

/** Each stage's features of the pictures: [n, width]. */
function layersOf(ids: readonly string[], { channels, vectorOf }: ProbedBackbone) {
  const vectors = ids.map((id) => {
    const vector = vectorOf(id);
    if (!vector) throw new EngineError('features-missing', `Sample ${id} was not probed`);
    return vector;
  });
  let start = 0;
  return channels.map((width) => {
    const features = new Float32Array(ids.length * width);
    vectors.forEach((vector, i) => {
      features.set(vector.subarray(start, start + width), i * width);
    });
    start += width;
    return { features, width };
  });
}

/**
 * Spearman's rank correlation. Equal values share their ranks. Undefined if all values on one side
 * are equal.
 */
export function spearman(a: readonly number[], b: readonly number[]): number | undefined {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  x.forEach((rank, i) => {
    const [u, v] = [rank - middle, (y[i] ?? 0) - middle];
    xy += u * v;
    xx += u * u;
    yy += v * v;
  });
  return xx === 0 || yy === 0 ? undefined : xy / Math.sqrt(xx * yy);
}

/** Ranks from 0. Equal values all get their mean rank. */
function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal - 1) / 2;
  });
}
