// The manifest.json of a project file: what it says, and the checks it must pass before any of it
// is believed. See docs/project-file.md.
import * as v from 'valibot';
import { ArchiveError } from '../../archive/archive-error';
import { BUILT_IN_BACKBONES, type FeatureSpec, type OwnBackboneId } from '../../model/backbone';
import { breather, ON_A_PAGE_MS } from '../../model/breather';
import type { Calibration, ClassFigures, Evaluation, ReliabilityBin } from '../../model/evaluation';
import { cleanText } from '../../model/file-names';
import type { SavedNetwork } from '../../model/head';
import { HEAD_KINDS, headKinds } from '../../model/head-kinds/head-kinds';
import {
  MOST_ANSWERS,
  MOST_CLASSES,
  MOST_FILE_NAME,
  MOST_NAME,
  MOST_PICTURES,
} from '../../model/limits';
import type { ClassRow, ProjectSettings, SampleRow, SecondTask } from '../../model/project';
import { strategies } from '../../model/strategies';
import type { PassReport, SplitAssignment, TrainResult, TrainSettings } from '../../model/training';

export const FORMAT = 'apprentice-project';
export const VERSION = 1;

export const MANIFEST = 'manifest.json';
/** The longest path in the zip, which can consist of several names. */
const MOST_PATH = 1000;

export const whole = (most = Number.MAX_SAFE_INTEGER) =>
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));
export const finite = v.pipe(v.number(), v.finite());
export const share = v.pipe(finite, v.minValue(0), v.maxValue(1));
/** Milliseconds since 1970, as far as dates reach. */
const time = v.pipe(finite, v.minValue(0), v.maxValue(8.64e15));
const line = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(100_000),
    v.transform((text) => cleanText(text, most)),
  );
/** As `newId` makes them. */
export const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const path = v.pipe(v.string(), v.nonEmpty(), v.maxLength(MOST_PATH));
export const few = <Item extends v.GenericSchema>(item: Item, most: number) =>
  v.pipe(v.array(item), v.maxLength(most));
/**
 * The index of a class, sample or group of this file. -1 for one that was no longer in the project.
 */
const index = v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(MOST_PICTURES));
/**
 * Many numbers, checked in one go. A schema for each of a hundred thousand would take noticeable
 * time.
 */
const numbers = (may: (n: number) => boolean, most: number) =>
  v.custom<number[]>(
    (it) =>
      Array.isArray(it) && it.length <= most && it.every((n) => typeof n === 'number' && may(n)),
  );
const indexes = numbers((n) => Number.isInteger(n) && n >= -1 && n < MOST_PICTURES, MOST_PICTURES);
const counts = (most: number) => numbers((n) => Number.isInteger(n) && n >= 0, most);

/**
 * A schema that must know every field of a type. Whoever adds a field there has to add it here and
 * in run.ts, or the code does not compile.
 */
export const of =
  <Type>() =>
  <Schema extends v.GenericSchema>(
    schema: Schema,
    ..._forgotten: [keyof Type] extends [keyof v.InferOutput<Schema>]
      ? []
      : [Exclude<keyof Type, keyof v.InferOutput<Schema>>]
  ) =>
    schema;
/** Plain names with versions and sizes, such as `mobilenet-v2@1/224`. */
const featureKey = v.pipe(v.string(), v.regex(/^[\w.@/+-]{1,100}$/));

export const trainSettings = of<TrainSettings>()(
  v.object({
    head: v.picklist(headKinds),
    epochs: v.pipe(whole(100_000), v.minValue(1)),
    batchSize: v.pipe(whole(100_000), v.minValue(1)),
    learningRate: v.pipe(finite, v.gtValue(0), v.maxValue(100)),
    l2: v.union([v.literal('auto'), v.pipe(finite, v.minValue(0))]),
    keepsPrior: v.exactOptional(v.boolean()),
    validationShare: v.pipe(finite, v.gtValue(0), v.ltValue(1)),
    seed: whole(),
  }),
);

/** A person's own model: `own-HASH-SCALING-END`. */
const ownBackbone = v.custom<OwnBackboneId>(
  (it) =>
    typeof it === 'string' &&
    /^own-[0-9a-f]{32}-(symmetric|unit|imagenet|raw)-(output|before-last)$/.test(it),
);

export const backboneId = v.union([v.picklist(BUILT_IN_BACKBONES), ownBackbone]);

export const featureSpec = of<FeatureSpec>()(
  v.object({
    backbone: backboneId,
    inputSize: v.pipe(whole(1024), v.minValue(32)),
    /** The name of the person's own backbone. The model itself is not in the file. */
    name: v.exactOptional(line(MOST_NAME)),
  }),
);

const classInFile = of<Omit<ClassRow, 'id' | 'projectId' | 'order' | 'deletedAt'>>()(
  v.object({
    /** The folder of its pictures. It is there for people and is not read. */
    folder: v.exactOptional(v.string()),
    name: line(MOST_NAME),
    colour: v.fallback(whole(9), 0),
    shape: v.fallback(whole(100_000), 0),
    off: v.exactOptional(v.literal(true)),
  }),
);

const sampleInFile = of<Omit<SampleRow, 'id' | 'projectId' | 'classId' | 'seq' | 'deletedAt'>>()(
  v.object({
    file: path,
    class: whole(MOST_CLASSES),
    /** Samples with the same number come from one recording. */
    group: whole(),
    source: v.picklist(['camera', 'file']),
    createdAt: time,
    name: v.exactOptional(line(MOST_FILE_NAME)),
    test: v.exactOptional(v.literal(true)),
    /** The label of the second question that the sample has. */
    secondLabel: v.exactOptional(whole(MOST_ANSWERS)),
  }),
);

const secondTaskInFile = of<SecondTask>()(
  v.object({
    name: line(MOST_NAME),
    labels: few(v.object({ name: line(MOST_NAME) }), MOST_ANSWERS),
  }),
);

const featuresInFile = v.object({
  key: featureKey,
  file: path,
  /** The length of a vector. */
  size: v.pipe(whole(65_536), v.minValue(1)),
  /** The samples that the vectors belong to, in order. If absent, all samples. */
  samples: v.exactOptional(few(whole(MOST_PICTURES), MOST_PICTURES)),
});

export const passReport = of<PassReport>()(
  v.object({
    pass: whole(),
    trainLoss: finite,
    trainAccuracy: share,
    validationLoss: v.exactOptional(finite),
    validationAccuracy: v.exactOptional(share),
  }),
);

const classFigures = of<ClassFigures>()(
  v.object({
    said: whole(MOST_PICTURES),
    there: whole(MOST_PICTURES),
    right: whole(MOST_PICTURES),
    precision: v.exactOptional(share),
    recall: v.exactOptional(share),
    f1: v.exactOptional(share),
  }),
);

export const evaluation = of<Evaluation>()(
  v.object({
    right: whole(MOST_PICTURES),
    total: whole(MOST_PICTURES),
    low: share,
    high: share,
    confusion: few(counts(MOST_CLASSES), MOST_CLASSES),
    guessing: v.exactOptional(share),
    independent: v.exactOptional(v.pipe(finite, v.minValue(0))),
    alsoLearnt: v.exactOptional(whole(MOST_PICTURES)),
    balanced: v.exactOptional(v.object({ accuracy: share, low: share, high: share })),
    perClass: v.exactOptional(few(classFigures, MOST_CLASSES)),
    answers: v.exactOptional(
      v.object({
        samples: indexes,
        labels: counts(MOST_PICTURES),
        probabilities: numbers((n) => n >= 0 && n <= 1, 1e7),
      }),
    ),
  }),
);

const reliabilityBin = of<ReliabilityBin>()(
  v.object({
    low: share,
    high: share,
    count: whole(MOST_PICTURES),
    confidence: v.exactOptional(share),
    accuracy: v.exactOptional(share),
  }),
);

const calibration = of<Calibration>()(
  v.object({
    temperature: v.pipe(finite, v.gtValue(0)),
    count: whole(),
    ece: share,
    eceCalibrated: share,
    bins: few(reliabilityBin, 1000),
    binsBefore: few(reliabilityBin, 1000),
  }),
);

export const split = of<SplitAssignment>()(
  v.object({
    train: indexes,
    validation: indexes,
    sameBurstClasses: counts(MOST_CLASSES),
    joinedGroups: v.exactOptional(few(indexes, MOST_PICTURES)),
  }),
);

const layer = v.object({
  inputs: v.pipe(whole(65_536), v.minValue(1)),
  outputs: v.pipe(whole(65_536), v.minValue(1)),
  activation: v.picklist(['linear', 'relu']),
});

export const backend = v.picklist(['webgpu', 'webgl', 'wasm', 'cpu']);

export const strategy = v.picklist([
  'frozen',
  'partial',
  'finetune',
  'retain',
  'full',
  'scratch',
  'random',
]);

/** Classes by their number, with the names that they had at the time. */
export const classNames = few(
  v.object({ class: index, name: v.exactOptional(line(MOST_NAME)) }),
  2 * MOST_CLASSES,
);

const runInFile = v.object({
  /** Absent from files that were written before runs had ids. */
  id: v.exactOptional(id),
  at: time,
  /** True if nothing that was learned from has changed since. */
  current: v.boolean(),
  signature: v.pipe(v.string(), v.maxLength(200)),
  settings: trainSettings,
  history: few(passReport, 100_000),
  /** The head's outputs in order, then other classes that had a name at the time. */
  classes: classNames,
  result: of<Omit<TrainResult, 'head'>>()(
    v.object({
      ended: v.picklist(['converged', 'most-passes', 'early-stop', 'stopped']),
      keptPass: whole(),
      split,
      validation: v.exactOptional(evaluation),
      test: v.exactOptional(evaluation),
      calibration: v.exactOptional(calibration),
      guessing: share,
      l2: finite,
      refitOnAll: v.boolean(),
      msTrain: v.pipe(finite, v.minValue(0)),
      backend,
    }),
  ),
  head: v.object({
    /**
     * For each layer in turn, weights row-major [inputs, outputs], then biases. Float32,
     * little-endian.
     */
    file: path,
    kind: v.picklist(headKinds),
    featureKey,
    featureSize: v.pipe(whole(65_536), v.minValue(1)),
    normalisation: v.literal('l2-sqrt-d'),
    layers: v.pipe(few(layer, 8), v.nonEmpty()),
    temperature: v.exactOptional(v.pipe(finite, v.gtValue(0))),
    familiarity: v.exactOptional(
      v.object({
        /** Whole numbers of one byte each, row-major [kept, featureSize]. */
        file: path,
        heldOut: few(finite, MOST_PICTURES),
      }),
    ),
  }),
});

/** The stand-in: a run with its network. */
const standInInFile = v.object({
  ...runInFile.entries,
  /** The id of what the lab measured. */
  record: v.exactOptional(id),
  strategy: v.picklist(strategies),
  freezeAt: v.exactOptional(whole(1000)),
  baseline: v.exactOptional(v.object({ right: whole(MOST_PICTURES), total: whole(MOST_PICTURES) })),
  network: of<Omit<SavedNetwork, 'weights'>>()(
    v.object({
      /**
       * For each stage's convolutions in turn, the kernel and then the bias. Float32,
       * little-endian.
       */
      file: path,
      design: v.picklist(['backbone', 'small']),
      inputSize: v.pipe(whole(1024), v.minValue(32)),
      kept: whole(1000),
      until: v.pipe(whole(1000), v.minValue(1)),
    }),
  ),
});

/** What was measured on the project, in a file of its own: see measurements.ts. */
const measurementsInFile = v.object({ file: path });

const outline = v.object({
  app: v.exactOptional(v.object({ version: line(MOST_NAME) })),
  savedAt: v.exactOptional(time),
  project: v.object({
    name: line(MOST_NAME),
    createdAt: v.exactOptional(time),
    settings: v.exactOptional(v.unknown()),
    secondTask: v.exactOptional(secondTaskInFile),
  }),
  classes: few(classInFile, MOST_CLASSES),
  samples: few(v.unknown(), MOST_PICTURES),
  features: v.exactOptional(few(v.unknown(), 100)),
  run: v.exactOptional(v.unknown()),
  standIn: v.exactOptional(v.unknown()),
  measurements: v.exactOptional(v.unknown()),
});

export type ClassInFile = v.InferOutput<typeof classInFile>;
export type SampleInFile = v.InferOutput<typeof sampleInFile>;
export type SecondTaskInFile = v.InferOutput<typeof secondTaskInFile>;
export type FeaturesInFile = v.InferOutput<typeof featuresInFile>;
export type RunInFile = v.InferOutput<typeof runInFile>;
export type StandInInFile = v.InferOutput<typeof standInInFile>;
export type EvaluationInFile = v.InferOutput<typeof evaluation>;

export interface Manifest {
  appVersion: string;
  name: string;
  settings: ProjectSettings;
  secondTask: SecondTaskInFile | undefined;
  classes: ClassInFile[];
  samples: SampleInFile[];
  /** Those that pass the checks. All others are made again. */
  features: FeaturesInFile[];
  /** Some do not pass. */
  brokenFeatures: boolean;
  run: RunInFile | undefined;
  /** The file has a run, but one that cannot be believed. */
  brokenRun: boolean;
  /** The same for the stand-in. */
  standIn: StandInInFile | undefined;
  brokenStandIn: boolean;
  /** The path of the file with the measurements. */
  measurements: string | undefined;
  brokenMeasurements: boolean;
}

/**
 * What is written. These are the reader's types, except for values that are only known at the time.
 */
export interface ManifestToWrite {
  format: typeof FORMAT;
  version: typeof VERSION;
  app: { name: string; version: string };
  savedAt: number;
  project: {
    name: string;
    createdAt: number;
    settings?: ProjectSettings;
    secondTask?: SecondTaskInFile;
  };
  classes: ClassInFile[];
  samples: SampleInFile[];
  features: FeaturesInFile[];
  run?: RunInFile;
  standIn?: StandInInFile;
  measurements?: v.InferOutput<typeof measurementsInFile>;
}

/** True if this is, or claims to be, the manifest of a project file of any version. */
export function isProjectManifest(json: unknown): json is { format: string; version?: unknown } {
  return typeof json === 'object' && json !== null && 'format' in json && json.format === FORMAT;
}

/**
 * Checks a manifest, pausing between groups of samples if there are many. Drops fields that it does
 * not know.
 * @throws {ArchiveError} `newer-version` or `bad-manifest`.
 */
export async function readManifest(json: { version?: unknown }): Promise<Manifest> {
  const { version } = json;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new ArchiveError('bad-manifest', 'version');
  }
  if (version > VERSION) throw new ArchiveError('newer-version', String(version));
  const read = expect(outline, json);

  const breathe = breather(ON_A_PAGE_MS);
  const samples: SampleInFile[] = [];
  const files = new Set<string>();
  const labels = read.project.secondTask?.labels.length ?? 0;
  for (const each of read.samples) {
    const sample = expect(sampleInFile, each);
    if (sample.class >= read.classes.length)
      throw new ArchiveError('bad-manifest', 'samples.class');
    if (sample.secondLabel !== undefined && sample.secondLabel >= labels)
      throw new ArchiveError('bad-manifest', 'samples.secondLabel');
    if (files.has(sample.file)) throw new ArchiveError('bad-manifest', 'samples.file twice');
    files.add(sample.file);
    samples.push(sample);
    await breathe();
  }

  const features: FeaturesInFile[] = [];
  for (const each of read.features ?? []) {
    const found = v.safeParse(featuresInFile, each, { abortEarly: true });
    if (found.success && fits(found.output, samples.length)) features.push(found.output);
    await breathe();
  }
  const believed = <Run extends RunInFile>(schema: v.GenericSchema<unknown, Run>, it: unknown) => {
    const run = v.safeParse(schema, it, { abortEarly: true });
    return run.success && runFits(run.output, read.classes.length, samples.length)
      ? run.output
      : undefined;
  };
  const run = believed(runInFile, read.run);
  const standIn = believed(standInInFile, read.standIn);
  const measurements = v.safeParse(measurementsInFile, read.measurements);
  return {
    appVersion: read.app?.version ?? '',
    name: read.project.name,
    settings: settingsIn(read.project.settings),
    secondTask: read.project.secondTask,
    classes: read.classes,
    samples,
    features,
    brokenFeatures: features.length < (read.features?.length ?? 0),
    run,
    brokenRun: read.run !== undefined && !run,
    standIn,
    brokenStandIn: read.standIn !== undefined && !standIn,
    measurements: measurements.success ? measurements.output.file : undefined,
    brokenMeasurements: read.measurements !== undefined && !measurements.success,
  };
}

function expect<Schema extends v.GenericSchema>(schema: Schema, json: unknown) {
  const result = v.safeParse(schema, json, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue) ?? '';
  throw new ArchiveError('bad-manifest', cleanText(`${where}: ${issue.message}`, 200));
}

/** Leaves out any setting that this version does not know, so that the default takes its place. */
function settingsIn(json: unknown): ProjectSettings {
  const known = v.safeParse(
    v.object({
      features: v.unknown(),
      train: v.unknown(),
      live: v.unknown(),
      falseRejection: v.unknown(),
      example: v.unknown(),
    }),
    typeof json === 'object'
      ? { features: null, train: null, live: null, falseRejection: null, example: null, ...json }
      : undefined,
  );
  if (!known.success) return {};
  const features = v.safeParse(featureSpec, known.output.features);
  const train = v.safeParse(trainSettings, known.output.train);
  const live = v.safeParse(v.boolean(), known.output.live);
  const rejection = v.safeParse(share, known.output.falseRejection);
  const example = v.safeParse(line(MOST_NAME), known.output.example);
  return {
    ...(features.success && { features: features.output }),
    ...(train.success && { train: train.output satisfies TrainSettings }),
    ...(live.success && { live: live.output }),
    ...(rejection.success && { falseRejection: rejection.output }),
    ...(example.success && { example: example.output }),
  };
}

/** Every vector belongs to a sample, and no sample has two. */
function fits({ samples }: FeaturesInFile, count: number): boolean {
  return !samples || (samples.every((i) => i < count) && new Set(samples).size === samples.length);
}

/**
 * The layers fit the kind of head and lead from features to classes, and everything it names
 * exists.
 */
function runFits({ classes, result, head }: RunInFile, classCount: number, count: number): boolean {
  const outputs = head.layers.at(-1)?.outputs ?? 0;
  let size = head.featureSize;
  const { layers } = HEAD_KINDS[head.kind];
  if (head.layers.length !== layers.length) return false;
  for (const [i, { inputs, outputs: next, activation }] of head.layers.entries()) {
    if (inputs !== size || activation !== layers[i]) return false;
    size = next;
  }
  const known = classes.map((row) => row.class).filter((i) => i >= 0);
  const { split, validation, test } = result;
  const sampled = [split.train, split.validation, ...answered(validation), ...answered(test)];
  return (
    outputs <= classes.length &&
    known.every((i) => i < classCount) &&
    new Set(known).size === known.length &&
    sampled.every((some) => some.every((i) => i < count)) &&
    split.sameBurstClasses.every((i) => i < outputs) &&
    evaluationFits(validation, outputs) &&
    evaluationFits(test, outputs)
  );
}

const answered = (given?: EvaluationInFile) => (given?.answers ? [given.answers.samples] : []);

export function evaluationFits(given: EvaluationInFile | undefined, outputs: number): boolean {
  if (!given) return true;
  const { right, total, confusion, perClass, answers } = given;
  return (
    right <= total &&
    confusion.length === outputs &&
    confusion.every((row) => row.length === outputs) &&
    (!perClass || perClass.length === outputs) &&
    (!answers ||
      (answers.labels.length === answers.samples.length &&
        answers.labels.every((label) => label < outputs) &&
        answers.probabilities.length === answers.samples.length * outputs))
  );
}
