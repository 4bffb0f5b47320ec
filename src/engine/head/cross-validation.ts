// Every sample is answered by a head that has not learned from its recording. This gives a reliable
// figure when there are few samples, and shows which samples look wrongly labelled.

import { breather } from '../../model/breather';
import { EngineError } from '../../model/engine-error';
import {
  type Answers,
  beatsGuessing,
  type CrossValidation,
  type Suspect,
} from '../../model/evaluation';
import { PROBE, probeStrength } from '../../model/probe';
import type { TrainRequest } from '../../model/training';
import { fitTemperature } from '../evaluate/calibration';
import { evaluate } from '../evaluate/evaluation';
import { joinNearDuplicates } from '../evaluate/near-duplicates';
import { gather } from '../evaluate/samples';
import { probabilitiesOf } from '../evaluate/softmax';
import { foldCount, groupedFolds } from '../evaluate/split';
import { prepareRows } from '../head/linear/trainer';
import { LogisticFit, logitsOf } from '../head/logistic';
import { logPrior } from '../head/prior';

const FOLDS = 10;
/**
 * From this many samples on, we use half as many folds, to save time. It hardly changes the heads.
 */
const MANY = 2000;
/** The same as in training (TOLERANCE in head/linear/trainer.ts). */
const TOLERANCE = 3e-3;
const MOST_PASSES = 200;
/**
 * We do not doubt a label that is more probable than this, even if another is more probable still.
 */
const DOUBTED = 0.2;

/**
 * Cross-validates a linear head on all samples of a request, apart from its test set. No head
 * answers a group if it learned from that group or from a near-duplicate of it. If the settings ask
 * for another kind of head, this is a linear probe of the same features. λ comes from the settings
 * if they are for a linear head and name one, so pass TrainResult.l2; otherwise λ is chosen first.
 * Each fold is fitted from zero, because weights that have seen the samples would keep a trace of
 * them.
 *
 * @param onProgress how many folds are done, and how many there are
 * @returns undefined if a class has a single recording, because holding it out would leave nothing
 * @throws EngineError 'aborted', 'features-missing'
 */
export async function crossValidate(
  { classes, samples, settings }: Pick<TrainRequest, 'classes' | 'samples' | 'settings'>,
  featuresOf: (id: string) => Float32Array | undefined,
  onProgress: (done: number, total: number) => void = () => {},
  signal?: AbortSignal,
): Promise<CrossValidation | undefined> {
  const breathe = breather();
  const size = featuresOf(samples[0]?.id ?? '')?.length ?? 0;
  const gathered = gather(samples, featuresOf, size);
  const { labels } = gathered;
  const groups = await joinNearDuplicates(
    gathered.features,
    size,
    labels,
    gathered.groups,
    breathe,
  );
  const most = foldCount(labels, groups, samples.length < MANY ? FOLDS : FOLDS / 2);
  if (most < 2) return undefined;

  const { seed, keepsPrior } = settings;
  const data = {
    train: { ...gathered, groups },
    validation: { features: new Float32Array(), size, labels: new Int32Array(), groups: [] },
    classes,
    featureKey: '',
  };
  const asked = { l2: probeStrength(settings), seed, keepsPrior };
  const { rows, l2 } = await prepareRows(data, asked, breathe, true);
  const classCount = classes.length;
  const prior = logPrior(labels, classCount, keepsPrior);
  const foldOf = groupedFolds(labels, groups, most, seed);
  const places = Int32Array.from(labels.keys());
  const logits = new Float64Array(labels.length * classCount);
  for (let fold = 0; fold < most; fold++) {
    const index = places.filter((i) => foldOf[i] !== fold);
    const tested = places.filter((i) => foldOf[i] === fold);
    const fit = await LogisticFit.begin(
      {
        rows,
        index,
        labels: index.map((i) => labels[i] ?? 0),
        classCount,
        l2,
        prior,
      },
      breathe,
    );
    while (fit.passes < MOST_PASSES && !fit.converged(TOLERANCE)) {
      if (signal?.aborted) throw new EngineError('aborted', 'cross-validation was cancelled');
      await fit.step();
      await breathe();
    }
    const found = await logitsOf(rows, tested, fit.theta, classCount, breathe);
    tested.forEach((i, k) => {
      logits.set(found.subarray(k * classCount, (k + 1) * classCount), i * classCount);
    });
    onProgress(fold + 1, most);
  }
  const temperature = fitTemperature(logits, labels, classCount);
  const figures = evaluate(
    samples.map(({ id }) => id),
    labels,
    groups,
    probabilitiesOf(logits, classCount, temperature),
    classCount,
  );
  const judges = beatsGuessing(figures);
  return {
    ...figures,
    folds: most,
    l2,
    probe: settings.head !== PROBE,
    judges,
    suspects: judges ? suspectsOf(figures.answers, classCount) : [],
  };
}

/**
 * Samples that look wrongly labelled, found by confident learning (Northcutt et al. 2021): another
 * class is at least as probable for the sample as it is, on average, for the samples that carry it
 * as their label. If heads are seldom sure, that average is low, and mere mistakes would exceed it.
 * So the sample's own label has to be improbable too. The samples are ordered by how much more
 * probable the other class is.
 *
 * @param answers from heads that have not learned from the samples
 */
function suspectsOf(answers: Answers, classCount: number): Suspect[] {
  const { ids, labels, probabilities } = answers;
  const sums = new Float64Array(classCount);
  const counts = new Float64Array(classCount);
  labels.forEach((label, i) => {
    sums[label] = (sums[label] ?? 0) + (probabilities[i * classCount + label] ?? 0);
    counts[label] = (counts[label] ?? 0) + 1;
  });
  const expected = sums.map((sum, label) => sum / (counts[label] ?? 0));
  const suspects = ids.flatMap((id, i): Suspect[] => {
    const label = labels[i] ?? 0;
    const row = probabilities.subarray(i * classCount, (i + 1) * classCount);
    let suggested = label;
    row.forEach((p, k) => {
      if (p > (row[suggested] ?? 0) && p >= (expected[k] ?? 1)) suggested = k;
    });
    if (suggested === label) return [];
    const probability = row[label] ?? 0;
    if (probability > DOUBTED) return [];
    return [{ id, label, probability, suggested, suggestedProbability: row[suggested] ?? 0 }];
  });
  const doubt = (s: Suspect) => s.suggestedProbability - s.probability;
  return suspects.sort((a, b) => doubt(b) - doubt(a));
}
