// The page that `npm run eval` drives: the app's own way from a picture's file to an answer.

import { Engine } from '../../src/engine/boundary/client';
import { reliability } from '../../src/engine/evaluate/calibration';
import { probabilitiesOf } from '../../src/engine/evaluate/softmax';
import { answer } from '../../src/engine/head/answer';
import { type Artist, createArtist } from '../../src/examples/client';
import type { ExampleId } from '../../src/examples/examples';
import { secondLabelOf } from '../../src/examples/things';
import type { BackboneInfo, BuiltInBackboneId } from '../../src/model/backbone';
import type { BackendName, BackendReport } from '../../src/model/backend';
import { EngineError } from '../../src/model/engine-error';
import type { Evaluation } from '../../src/model/evaluation';
import type { Familiarity } from '../../src/model/head';
import type { LayerComparison } from '../../src/model/layers';
import { withFoundStrength } from '../../src/model/probe';
import { DEFAULT_INPUT_SIZE, DEFAULT_SETTINGS, DEFAULT_SPEC } from '../../src/model/settings';
import type { Strategy, StrategyResult } from '../../src/model/strategy';
import type {
  PassReport,
  TrainingSample,
  TrainRequest,
  TrainResult,
  TrainSettings,
} from '../../src/model/training';
import type { QuestionBothWays } from '../../src/model/two-questions';
import { createPictures, type Prepared } from '../../src/pictures/client';
import type { ScoreName } from '../command';
import { wantedFor } from '../example-set';
import { type Rating, rateFamiliarity, rateScore } from '../outsiders';

interface Embedded {
  /** The pictures that could not be read, by path. */
  failures: { path: string; reason: string }[];
  /** Milliseconds per picture in the engine. Undefined if none could be read. */
  msPerPicture: number | undefined;
}

export interface TestOutcome {
  right: number;
  total: number;
  /** The share of each class's pictures that were answered right. Null if it has none. */
  recalls: (number | null)[];
  /**
   * The expected calibration error on the tested pictures, without and with the head's temperature.
   */
  ece: number;
  eceCalibrated: number;
  /**
   * The accuracy that cross-validation predicted from the learned pictures. Absent if nothing can
   * be left out.
   */
  cvAccuracy?: number;
  /** The interval of the app's own validation. Absent if nothing was held out. */
  interval?: { low: number; high: number };
  trained: Pick<TrainResult, 'ended' | 'keptPass' | 'msTrain'> & { l2?: number };
  /** Present if a strategy was measured. */
  strategy?: Pick<StrategyResult, 'trainedParameters' | 'freezeAt'> & {
    /**
     * The share of tested pictures that the source task's head now answers differently, if the
     * backbone has such a head.
     */
    forgotten?: number;
    /** Passes or epochs, and how long each took, including the time before the first report. */
    passes: (PassReport & { ms: number })[];
    /** How many more tensors the engine holds than before. */
    tensorsLeft: number;
  };
}

/** Returns the settings in use: the app's defaults, with those given. */
async function start(
  changes: {
    spec: { backbone?: BuiltInBackboneId; inputSize?: number };
    settings: Partial<TrainSettings>;
  },
  backend: BackendName | undefined,
  drawnExample?: ExampleId,
): Promise<{ backend: BackendReport; backbone: BackboneInfo; settings: TrainSettings }> {
  const backbone = changes.spec.backbone ?? DEFAULT_SPEC.backbone;
  const spec = { backbone, inputSize: DEFAULT_INPUT_SIZE[backbone], ...changes.spec };
  settings = { ...DEFAULT_SETTINGS, ...changes.settings };
  example = drawnExample;
  engine = new Engine({
    backbonesUrl: new URL('/backbones/', location.href).href,
    spec,
    ...(backend ? { backend } : {}),
    onStatus() {},
    // A new worker remembers nothing.
    onReplaced() {
      void engine?.call('remember', {
        key,
        ids: [...features.keys()],
        vectors: [...features.values()],
      });
    },
  });
  const info = await engine.ready();
  const report = engine.status.backend;
  if (!report) throw new Error('the engine is ready and names no backend');
  key = info.key;
  return { backend: report, backbone: info, settings };
}

let engine: Engine | undefined;
let settings: TrainSettings = DEFAULT_SETTINGS;
let key = '';
/** The example whose pictures are drawn instead of fetched. */
let example: ExampleId | undefined;
let artist: Artist | undefined;
const pictures = createPictures();
const features = new Map<string, Float32Array>();
/** Pictures as the app stores them. */
const stored = new Map<string, Blob>();
/** From the last training. */
let familiarity: Familiarity | undefined;

/** Adds pictures as files that were dropped on the app. Their paths are their ids from then on. */
async function embed(paths: string[]): Promise<Embedded> {
  const failures: Embedded['failures'] = [];
  const ready: { id: string; prepared: Prepared }[] = [];
  await Promise.all(
    paths.map(async (path) => {
      const file = await fileOf(path);
      if (!file) {
        failures.push({ path, reason: 'the file cannot be opened' });
        return;
      }
      try {
        ready.push({ id: path, prepared: await pictures.prepare(file) });
      } catch (error) {
        failures.push({ path, reason: error instanceof Error ? error.message : String(error) });
      }
    }),
  );
  if (ready.length === 0) return { failures, msPerPicture: undefined };
  const begin = performance.now();
  const { vectors } = await started().call(
    'embed',
    ready.map(({ id, prepared }) => ({ id, bitmap: prepared.bitmap })),
  );
  const msPerPicture = (performance.now() - begin) / ready.length;
  ready.forEach(({ id, prepared }, i) => {
    stored.set(id, prepared.jpeg);
    features.set(id, vectors[i] ?? new Float32Array());
  });
  return { failures, msPerPicture };
}

/** Undefined if it cannot be fetched. */
async function fileOf(path: string): Promise<Blob | undefined> {
  if (example) {
    artist ??= createArtist();
    return artist.draw(wantedFor(example, path));
  }
  const response = await fetch(`/data/${path.split('/').map(encodeURIComponent).join('/')}`);
  return response.ok ? response.blob() : undefined;
}

/** Trains on embedded pictures, and has others answered as the app's test set is. */
async function trainAndTest(
  classes: string[],
  train: LabelledPath[],
  test: LabelledPath[],
  seed: number,
): Promise<TestOutcome> {
  const request: TrainRequest = {
    featureKey: key,
    classes,
    samples: train.map(sampleOf),
    test: test.map(sampleOf),
    settings: { ...settings, seed },
  };
  const result = await started().call('train', request);
  const { head, l2, ended, keptPass, msTrain, validation } = result;
  familiarity = head.familiarity;
  const right = result.test?.right ?? 0;
  const answers = result.test?.answers;
  if (!answers) throw new Error('the test set was not answered');
  const cv = await started().call('crossValidate', {
    ...request,
    settings: withFoundStrength(request.settings, result),
  });
  const eceOf = (probabilities: Float32Array) =>
    reliability(probabilities, answers.labels, classes.length).ece;
  return {
    right,
    total: test.length,
    recalls: recallsOf(result.test),
    ece: eceOf(answer({ ...head, temperature: 1 }, rowsOf(test))),
    eceCalibrated: eceOf(answers.probabilities),
    ...(cv && { cvAccuracy: cv.right / cv.total }),
    ...(validation && { interval: { low: validation.low, high: validation.high } }),
    trained: { l2, ended, keptPass, msTrain },
  };
}

const recallsOf = (test: Evaluation | undefined) =>
  (test?.perClass ?? []).map(({ recall }) => recall ?? null);

/** Does the same as `trainAndTest` with one of the transfer lab's strategies. */
async function measureStrategy(
  classes: string[],
  train: LabelledPath[],
  test: LabelledPath[],
  seed: number,
  strategy: Strategy,
  freezeAt: number | undefined,
  mostEpochs: number | undefined,
): Promise<TestOutcome> {
  const before = (await started().call('memory', undefined)).tensors;
  const passes: (PassReport & { ms: number })[] = [];
  let last = performance.now();
  const result = await started().call(
    'runStrategy',
    {
      strategy,
      ...(freezeAt === undefined ? {} : { freezeAt }),
      ...(mostEpochs === undefined ? {} : { mostEpochs }),
      featureKey: key,
      classes,
      samples: train.map(sampleOf),
      test: test.map(sampleOf),
      settings: { ...settings, seed },
    },
    {
      picturesOf,
      onEvent: (event) => {
        const now = performance.now();
        if (event.type === 'pass') passes.push({ ...event.report, ms: now - last });
        last = now;
      },
    },
  );
  const answers = result?.test?.answers;
  if (!result || !answers) throw new Error('the test set was not answered');
  const { temperature = 1 } = result.head;
  const raw = probabilitiesOf(answers.probabilities.map(Math.log), classes.length, 1 / temperature);
  const eceOf = (probabilities: Float32Array) =>
    reliability(probabilities, answers.labels, classes.length).ece;
  const { validation, ended, keptPass, msTrain, trainedParameters } = result;
  const forgotten = result.forgetting?.test;
  return {
    right: result.test?.right ?? 0,
    total: test.length,
    recalls: recallsOf(result.test),
    ece: eceOf(raw),
    eceCalibrated: eceOf(answers.probabilities),
    ...(validation && { interval: { low: validation.low, high: validation.high } }),
    trained: { ended, keptPass, msTrain },
    strategy: {
      trainedParameters,
      ...(result.freezeAt === undefined ? {} : { freezeAt: result.freezeAt }),
      ...(forgotten && { forgotten: forgotten.changed / forgotten.total }),
      passes,
      tensorsLeft: (await started().call('memory', undefined)).tensors - before,
    },
  };
}

/** Does what the adviser does for a project's pictures, starting with the backbone in use. */
async function compareLayers(
  classes: string[],
  train: LabelledPath[],
  seed: number,
): Promise<LayerComparison> {
  const ids = Object.keys(DEFAULT_INPUT_SIZE) as BuiltInBackboneId[];
  const { spec: used } = started();
  const others = ids.filter((id) => id !== used.backbone);
  const specs = [
    used,
    ...others.map((backbone) => ({ backbone, inputSize: DEFAULT_INPUT_SIZE[backbone] })),
  ];
  for (const spec of specs) {
    for (const { path } of train) {
      await started().call('probe', { spec, pictures: await picturesOf([path]) });
    }
  }
  const comparison = await started().call('compareLayers', {
    specs,
    classes,
    samples: train.map(sampleOf),
    seed,
  });
  if (!comparison) throw new Error('too few pictures to compare layers');
  return comparison;
}

/**
 * How many held-out pictures were answered correctly, with the question learned together with the
 * other one and alone.
 */
export interface BothWays {
  together: number;
  apart: number;
  total: number;
}

/**
 * Learns the example's second question together with its classes and apart from them. Every
 * `every`th picture has an answer to it. Undefined if too few answers were drawn to hold one out.
 */
async function compareTasks(
  classes: string[],
  train: LabelledPath[],
  seed: number,
  every: number,
): Promise<{ first: BothWays; second: BothWays } | undefined> {
  const labels = train.map(({ path }) => {
    const label = example && secondLabelOf(wantedFor(example, path));
    if (label === undefined) throw new Error(`${path} has no answer to a second question`);
    return label;
  });
  const measured = await started()
    .call('measureTwoQuestions', {
      featureKey: key,
      classes,
      samples: train.map(sampleOf),
      secondClasses: [...new Set(labels)].map(String),
      secondLabels: Int32Array.from(labels, (label, i) => (i % every === 0 ? label : -1)),
      weight: 0.5,
      settings: { ...settings, seed },
    })
    .catch((error: unknown) => {
      if (error instanceof EngineError && error.kind === 'too-few-samples') return undefined;
      throw error;
    });
  if (!measured) return undefined;
  const { first, second } = measured;
  const counts = ({ together, apart }: QuestionBothWays): BothWays => ({
    together: together.right,
    apart: apart.right,
    total: together.total,
  });
  return { first: counts(first), second: counts(second) };
}

function picturesOf(ids: string[]): Promise<{ id: string; bitmap: ImageBitmap }[]> {
  return Promise.all(
    ids.map(async (id) => {
      const picture = stored.get(id);
      if (!picture) throw new Error(`${id} was not embedded`);
      return { id, bitmap: await createImageBitmap(picture) };
    }),
  );
}

/**
 * How well scores tell outsiders from test pictures after the last training. The app's own score is
 * left out if it has none.
 */
async function rateOutsiders(
  train: LabelledPath[],
  test: LabelledPath[],
  outsiders: string[],
  names: ScoreName[],
): Promise<[ScoreName, Rating][]> {
  const vectorOf = ({ path }: { path: string }) => features.get(path) ?? new Float32Array();
  const [learned, tested] = [train.map(vectorOf), test.map(vectorOf)];
  const strange = outsiders.map((path) => vectorOf({ path }));
  const labels = train.map(({ label }) => label);
  const rated = names.map(async (name): Promise<[ScoreName, Rating][]> => {
    if (name !== 'familiarity') {
      return [[name, await rateScore(name, learned, labels, tested, strange)]];
    }
    return familiarity ? [[name, rateFamiliarity(familiarity, tested, strange)]] : [];
  });
  return (await Promise.all(rated)).flat();
}

interface LabelledPath {
  path: string;
  label: number;
}

const sampleOf = ({ path, label }: LabelledPath): TrainingSample => ({
  id: path,
  label,
  group: path,
});

/** The features of pictures, one row per picture. */
function rowsOf(wanted: LabelledPath[]): Float32Array {
  const vectors = wanted.map(({ path }) => {
    const vector = features.get(path);
    if (!vector) throw new Error(`${path} was not embedded`);
    return vector;
  });
  const size = vectors[0]?.length ?? 0;
  const rows = new Float32Array(vectors.length * size);
  vectors.forEach((vector, i) => {
    rows.set(vector, i * size);
  });
  return rows;
}

function started(): Engine {
  if (!engine) throw new Error('the engine was not started');
  return engine;
}

const evaluation = {
  start,
  embed,
  trainAndTest,
  measureStrategy,
  compareLayers,
  compareTasks,
  rateOutsiders,
};

declare global {
  interface Window {
    evaluation: typeof evaluation;
  }
}

window.evaluation = evaluation;
