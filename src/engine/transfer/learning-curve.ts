// Accuracy against the number of pictures in each class, by transfer or from scratch. The pictures
// come from the training side, and every point is tested on the same held-out ones.

import { breather } from '../../model/breather';
import type { CurveEvent, CurveRequest } from '../../model/curve';
import { EngineError } from '../../model/engine-error';
import { seededHash } from '../../model/hash';
import { probeStrength } from '../../model/probe';
import { seededRandom } from '../../model/random';
import { SMALL_COST, SMALL_SIDE } from '../../model/small-network';
import { FROM_SCRATCH } from '../../model/strategies';
import { gather, type LabelledFeatures } from '../evaluate/samples';
import { logits } from '../head/answer';
import { savedLinear } from '../head/linear/saved';
import { LinearTrainer } from '../head/linear/trainer';
import { measureLogits } from '../head/logistic';
import { divide, trainingData } from '../head/train';
import type { TrainingData } from '../head/trainer';
import { NetworkRun } from './network-run';
import { inputsAt, type PixelsOf, pixelTensor } from './pictures';
import { disposeStages, randomWeights, SMALL_NETWORK, TO_SCALE_BY } from './random-weights';
import { SCRATCH_L2 } from './strategies/scratch';

/** What a curve needs from the engine around it. */
export interface CurveSurroundings {
  /** The raw features of a sample, from the unchanged backbone. */
  featuresOf(id: string): Float32Array | undefined;
  /** Only called when learning from scratch. */
  pixelsOf: PixelsOf;
  /** How many pictures are requested at once. */
  batchSize: number;
}

/**
 * Measures each number of pictures in each draw, except for what the request already has, on the
 * split that all strategies share. Draws are seeded and nested: a larger number includes the
 * pictures of the smaller ones. The held-out pictures decide nothing: transfer chooses its strength
 * from the pictures that it learns from, and scratch learns for as long as the request says.
 *
 * @throws EngineError 'too-few-samples' if a class is missing on either side of the split;
 * 'features-missing' for the same reasons as `startTraining` and `PixelsOf`; 'training-diverged';
 * 'aborted'
 */
export async function measureCurve(
  request: CurveRequest,
  around: CurveSurroundings,
  onEvent: (event: CurveEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const breathe = breather();
  for await (const event of measured(request, around)) {
    if (event) onEvent(event);
    await breathe();
    if (signal.aborted) throw new EngineError('aborted', 'the curve was stopped');
  }
}

type Steps<Result> = AsyncGenerator<CurveEvent | undefined, Result>;

/** Some pictures to learn from, as places on the training side. */
interface Draw {
  perClass: number;
  draw: number;
  places: number[];
}

async function* measured(request: CurveRequest, around: CurveSurroundings): Steps<void> {
  const { samples, test: tests = [], classes } = request;
  const size = around.featuresOf(samples[0]?.id ?? '')?.length ?? 0;
  const learning = gather(samples, around.featuresOf, size);
  // Test pictures take no part, but joining near-duplicates takes them into account.
  const division = await divide(request, learning, gather(tests, around.featuresOf, size));
  const sides = trainingData(request, learning, division);
  const { train, validation } = sides;
  const placesOf = classes.map((_, label) =>
    [...train.labels.keys()].filter((place) => train.labels[place] === label),
  );
  const most = Math.min(...placesOf.map(({ length }) => length));
  if (classes.length < 2 || most === 0 || validation.labels.length === 0) {
    throw new EngineError('too-few-samples', `Pictures of each class to learn from: ${most}`);
  }
  const numbers = [...new Set(request.perClass.map((count) => Math.min(count, most)))];
  const draws = drawn(request, placesOf, numbers);
  const known = new Set(request.measured?.map(({ perClass, draw }) => `${perClass}/${draw}`));
  const missing = draws.filter(({ perClass, draw }) => !known.has(`${perClass}/${draw}`));
  yield {
    type: 'started',
    numbers,
    points: draws.length,
    heldOut: validation.labels.length,
    guessing: mostFrequent(validation.labels, classes.length) / validation.labels.length,
  };
  const accuracyOf =
    request.way === 'transfer'
      ? byTransfer(request, sides)
      : yield* fromScratch(request, around, sides, division.split);
  for (const { perClass, draw, places } of missing) {
    const seed = seededHash(request.settings.seed, `${perClass} of draw ${draw}`);
    const accuracy = yield* accuracyOf(places, seed);
    const right = Math.round(accuracy * validation.labels.length);
    yield { type: 'point', point: { perClass, draw, right } };
  }
}

/** One draw after the other, each from few pictures to many. */
function drawn(
  { settings, draws, way }: CurveRequest,
  placesOf: readonly number[][],
  numbers: readonly number[],
): Draw[] {
  return Array.from({ length: draws }, (_, draw) => {
    const random = seededRandom(seededHash(settings.seed, `draw ${draw}`));
    const shuffled = placesOf.map((places) => random.shuffle(places));
    return numbers.flatMap((perClass) => {
      // When all pictures are drawn, every draw has the same ones, and so gives the same linear
      // head.
      const again = draw > 0 && placesOf.every(({ length }) => length <= perClass);
      if (again && way === 'transfer') return [];
      return { perClass, draw, places: shuffled.flatMap((places) => places.slice(0, perClass)) };
    });
  }).flat();
}

type AccuracyOf = (places: readonly number[], seed: number) => Steps<number>;

function byTransfer(request: CurveRequest, { train, validation, ...data }: TrainingData) {
  const { settings } = request;
  return async function* accuracyOf(places: readonly number[], seed: number): Steps<number> {
    const none = { ...validation, features: new Float32Array(), labels: new Int32Array() };
    const learned = { ...data, train: rowsOf(train, places), validation: { ...none, groups: [] } };
    const trainer = new LinearTrainer(learned, {
      l2: probeStrength(settings),
      mostPasses: settings.epochs,
      seed,
      keepsPrior: settings.keepsPrior,
    });
    while (!trainer.done) {
      await trainer.step();
      yield undefined;
    }
    const said = logits(trainer.head(), validation.features);
    return measureLogits(said, validation.labels, request.classes.length).accuracy;
  } satisfies AccuracyOf;
}

/** Reads all pictures once, then learns from some of them. */
async function* fromScratch(
  request: CurveRequest,
  around: CurveSurroundings,
  { train, validation }: TrainingData,
  split: { train: string[]; validation: string[] },
): Steps<AccuracyOf> {
  const classCount = request.classes.length;
  const ids = [...split.train, ...split.validation];
  const { pixelsOf, batchSize } = around;
  const small = { card: SMALL_NETWORK, tensors: [] };
  const all = yield* inputsAt(small, 0, ids, SMALL_SIDE, pixelsOf, batchSize);
  const size = SMALL_SIDE * SMALL_SIDE * 3;
  const picture = (place: number) => all.rows.subarray(place * size, (place + 1) * size);
  const heldOut = split.validation.map((_, i) => split.train.length + i);
  const { features } = SMALL_COST;

  return async function* accuracyOf(places, seed) {
    const chosen = [...places, ...heldOut];
    const rows = new Uint8Array(chosen.length * size);
    for (const [i, place] of chosen.entries()) rows.set(picture(place), i * size);
    const tensors = startingWeights(rows, places.length, seed);
    const run = new NetworkRun(
      {
        network: { card: SMALL_NETWORK, tensors },
        from: 0,
        inputs: { rows, shape: all.shape },
        labels: Int32Array.from(chosen, (place) => train.labels[place] ?? 0),
        classCount,
        l2: SCRATCH_L2,
        mirrors: true,
        seed,
        keepsPrior: request.settings.keepsPrior,
        ...FROM_SCRATCH,
      },
      { weights: new Float32Array(features * classCount), bias: new Float32Array(classCount) },
      places.length,
    );
    try {
      const updates = Math.ceil(places.length / FROM_SCRATCH.batchSize);
      const epochs = Math.max(request.epochs, Math.ceil(request.leastUpdates / updates));
      for (let epoch = 1; epoch <= epochs; epoch++) {
        const { loss } = yield* run.epoch();
        yield { type: 'learning', perClass: places.length / classCount, epoch, epochs };
        if (loss < FROM_SCRATCH.enough) break;
      }
      const given = yield* run.features(places.length, chosen.length);
      const head = savedLinear(request.classes, request.featureKey, run.headOf(await run.values()));
      return measureLogits(logits(head, given), validation.labels, classCount).accuracy;
    } finally {
      run.dispose();
      disposeStages(tensors);
    }
  };
}

/** Random weights, scaled by some of the pictures to learn from. */
function startingWeights(rows: Uint8Array, count: number, seed: number) {
  const size = SMALL_SIDE * SMALL_SIDE * 3;
  const some = seededRandom(seed).shuffle(Array(count).keys()).slice(0, TO_SCALE_BY);
  const pixels = pixelTensor(
    some.map((i) => rows.subarray(i * size, (i + 1) * size)),
    SMALL_SIDE,
  );
  try {
    return randomWeights(SMALL_NETWORK, pixels, seed);
  } finally {
    pixels.dispose();
  }
}

function rowsOf(
  { features, size, labels, groups }: LabelledFeatures,
  places: readonly number[],
): LabelledFeatures {
  const rows = new Float32Array(places.length * size);
  for (const [i, place] of places.entries()) {
    rows.set(features.subarray(place * size, (place + 1) * size), i * size);
  }
  return {
    features: rows,
    size,
    labels: Int32Array.from(places, (place) => labels[place] ?? 0),
    groups: places.map((place) => groups[place] ?? ''),
  };
}

function mostFrequent(labels: Int32Array, classCount: number): number {
  const counts = new Array<number>(classCount).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return Math.max(...counts);
}
