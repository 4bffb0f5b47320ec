// What would make the classifier better, as far as we can measure it.

import type { Advice, AdviceKind, Finding } from '../../model/advice';
import { breather } from '../../model/breather';
import { EngineError } from '../../model/engine-error';
import { seededRandom } from '../../model/random';
import type { TrainingSample } from '../../model/training';
import { joinNearDuplicates } from '../evaluate/near-duplicates';
import type { Labelled } from '../head/held-out';
import { centred, principalScores } from '../head/principal';
import { type Rows, range } from '../head/rows';
import { spanOf } from '../head/span';
import { backgroundFinding } from './background';
import { nearIdenticalBursts } from './bursts';
import { morePicturesFinding } from './more-pictures';

/**
 * If there are more samples, they are compared along this many principal components, because their
 * own span would take too long.
 */
const MOST_IN_SPAN = 600;
const COMPONENTS = 50;
/**
 * If there are more samples, a seeded choice of this many represents them. The findings say so in
 * `from`.
 */
const MOST_SAMPLES = 5000;

export interface AdviceData {
  /** How many classes there are. Those without samples are skipped. */
  classCount: number;
  samples: readonly TrainingSample[];
  /** Raw, [samples, size]. */
  features: Float32Array;
  size: number;
  /**
   * Some of the samples, by their places, with the raw features of their pictures' borders,
   * [places, size].
   */
  border?: { places: readonly number[]; features: Float32Array };
  seed: number;
}

/**
 * All findings, and what could not be measured. The same data in the same order with the same seed
 * give the same findings.
 *
 * @throws EngineError 'aborted'
 */
export async function adviceOn(
  { classCount, samples, features, size, border, seed }: AdviceData,
  signal?: AbortSignal,
): Promise<Advice> {
  const rest = breather();
  const breathe = async () => {
    await rest();
    if (signal?.aborted) throw new EngineError('aborted', 'the advice was cancelled');
  };
  const findings: Finding[] = await nearIdenticalBursts(samples, features, size, seed, breathe);
  const notMeasured: Advice['notMeasured'] = [];
  const add = (kind: AdviceKind, measured: { finding?: Finding } | undefined) => {
    if (!measured) notMeasured.push({ kind, why: 'too-few-bursts' });
    else if (measured.finding) findings.push(measured.finding);
  };

  // Near-duplicates are on the same side of every fold, as in a training.
  const groups = await joinNearDuplicates(
    features,
    size,
    Int32Array.from(samples, ({ label }) => label),
    samples.map(({ group }) => group),
    breathe,
  );
  const gather = async (places: readonly number[], from: Float32Array, fromPlaces = places) => {
    const values = new Float32Array(places.length * size);
    for (const [i, place] of fromPlaces.entries()) {
      values.set(from.subarray(place * size, (place + 1) * size), i * size);
    }
    const labels = places.map((place) => samples[place]?.label ?? 0);
    // Class numbers count only the classes that have samples.
    const known = Array.from({ length: classCount }, (_, c) => c).filter((c) => labels.includes(c));
    const labelled: Labelled = {
      rows: await compact(centred(values, size), seed, breathe),
      labels: Int32Array.from(labels, (label) => known.indexOf(label)),
      groups: places.map((place) => groups[place] ?? ''),
      classCount: known.length,
    };
    return { labelled, known };
  };

  const chosen = seededRandom(seed)
    .shuffle(samples.keys())
    .slice(0, MOST_SAMPLES)
    .sort((a, b) => a - b);
  const { labelled, known } = await gather(chosen, features);
  if (known.length < 2) {
    notMeasured.push({ kind: 'more-pictures', why: 'too-few-classes' });
  } else {
    const measured = await morePicturesFinding(labelled, seed, breathe);
    if (measured?.finding) measured.finding.label = known[measured.finding.label] ?? 0;
    add('more-pictures', measured);
  }

  if (!border) {
    notMeasured.push({ kind: 'background', why: 'no-pictures' });
  } else {
    const { places } = border;
    const whole = await gather(places, features);
    if (whole.known.length < 2) {
      notMeasured.push({ kind: 'background', why: 'too-few-classes' });
    } else {
      const alone = await gather(places, border.features, [...places.keys()]);
      add('background', await backgroundFinding(alone.labelled, whole.labelled, seed, breathe));
    }
  }
  return { findings, notMeasured };
}

async function compact(rows: Rows, seed: number, breathe: () => Promise<void>): Promise<Rows> {
  const n = rows.data.length / rows.width;
  if (n <= MOST_IN_SPAN) return (await spanOf(rows, range(0, n), breathe)).rows;
  return principalScores(rows, Math.min(COMPONENTS, rows.width), seed, breathe);
}
