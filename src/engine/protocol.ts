// The types that cross the engine worker's boundary, and nothing else.

export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';
export type BuiltInBackboneId = 'mobilenet-v2' | 'efficientnet-lite0';
/** A person's own model, by what its features depend on: see own-id.ts. */
export type OwnBackboneId = `own-${string}`;
export type BackboneId = BuiltInBackboneId | OwnBackboneId;

/** What the pixels of a picture, 0 to 255, are turned into: -1 to 1, 0 to 1, ImageNet's mean and spread, or left as they are. */
export type PixelScaling = 'symmetric' | 'unit' | 'imagenet' | 'raw';
/** Where features are taken: at the model's output, or at what its last layer with weights takes in. */
export type ModelEnd = 'output' | 'before-last';

/** What makes two feature vectors comparable: the same backbone, version and input size. */
export interface FeatureSpec {
  backbone: BackboneId;
  /** Side of the square input in pixels. */
  inputSize: number;
  /** What an own backbone is called, so that it can be told where it is missing. */
  name?: string;
}

/** `mobilenet-v2@1/224`: the key under which features are stored and remembered. */
export type FeatureKey = string;

export type EngineErrorKind =
  /** The worker died or the GPU context was lost while the call ran. A new worker is on its way. */
  | 'engine-crashed'
  | 'no-backend'
  | 'backbone-missing'
  | 'backbone-corrupt'
  /** A person's own model that is not kept on this device. */
  | 'own-backbone-missing'
  /** A person's own model that this backend cannot run. */
  | 'own-backbone-unfit'
  /** What was asked for needs a backbone whose stages are known, which one's own model is not. */
  | 'unknown-design'
  | 'too-few-samples'
  /** The worker does not hold the features of some samples: remember them and call again. */
  | 'features-missing'
  | 'training-diverged'
  | 'no-head'
  | 'aborted';

/** Why a backend was or was not taken, one for each that was tried or passed over. */
export interface BackendTrial {
  name: BackendName;
  outcome: 'used' | 'standby' | 'unavailable' | 'software' | 'wrong' | 'slower' | 'not-asked';
  /** A renderer's name or an error's text; for the technically curious, not translated. */
  detail?: string;
  /** Milliseconds of a short timed forward pass, where one was made. */
  msForward?: number;
}

export interface BackendReport {
  name: BackendName;
  /** True where `?backend=` or a call chose it. */
  forced: boolean;
  /** Threads of the wasm backend. */
  threads?: number;
  trials: BackendTrial[];
}

/** A model of one's own as it is kept: what model.json says of it, as JSON, and all its weights. */
export interface OwnModelFile {
  header: string;
  weights: Blob;
}

/** A file that may belong to a model. */
export interface ModelPart {
  /** Its name, or its path in a zip. */
  path: string;
  content: Blob;
}

/** What the features of a model would be, for each place where they can be taken. */
export interface OwnModelEnd {
  end: ModelEnd;
  /** Numbers of a feature vector. */
  features: number;
  /** 'map': averaged over the places of a feature map. 'answers': what it was trained to say, which sums to 1. */
  gives: 'map' | 'vector' | 'answers';
}

export interface OwnModelFacts {
  /** Of its content: the same files have the same. */
  hash: string;
  name: string;
  format: 'layers' | 'graph';
  parameters: number;
  bytes: number;
  /** Sides of the pictures that it can take; a single one where the model says which. */
  inputSizes: number[];
  /** The one to use where nobody chose first. */
  ends: OwnModelEnd[];
}

/** Why files are no model to use as a backbone, with the names, shapes or words that explain it. */
export interface OwnModelProblem {
  kind:
    | 'no-model'
    | 'several-models'
    | 'weights-missing'
    | 'weights-size'
    | 'unsupported'
    | 'input'
    | 'output'
    | 'not-finite'
    | 'insecure'
    | 'broken';
  details: string[];
}

export type OwnModelReport =
  | { facts: OwnModelFacts; file: OwnModelFile }
  | { problem: OwnModelProblem };

/** A labelled picture by which scalings are compared. */
export interface LabelledPicture {
  bitmap: ImageBitmap;
  label: number;
}

/** The scaling of pixels that suits a model best, absent where none clearly does, and what tells. */
export interface ScalingAdvice {
  /** What the model kept of its training, or the labels of the pictures. */
  by: 'statistics' | 'labels';
  best?: PixelScaling;
}

/** What the page shows of a backbone; the whole card of a built-in one is in public/backbones/ID/card.json. */
export interface BackboneInfo {
  id: BackboneId;
  name: string;
  key: FeatureKey;
  inputSize: number;
  features: number;
  parameters: number;
  /** At the input size in use. Unknown of one's own model. */
  multiplyAdds?: number;
  bytes: number;
  /** Unknown of one's own model. */
  licence?: string;
  /** Unknown of one's own model. */
  source?: { task: string; dataset: string; classes: number; note: string };
  /** Whether it brought the head that it learnt its source task with. */
  hasSourceHead: boolean;
  /** Milliseconds a picture, measured at the warm-up; the badge shows it. */
  msPerPicture: number;
  /** The stem, the blocks and the last convolution, at the input size in use. None are known of one's own model. */
  stages: StageCost[];
}

/** What a stage of a network costs for one picture. */
export interface StageCost {
  /** Kernels and biases. */
  parameters: number;
  multiplyAdds: number;
  /** Pixels a side of what it gives, and its channels. */
  side: number;
  channels: number;
}

export type HeadKind = 'linear' | 'mlp';

/**
 * A trained head: all that is needed to answer from raw features. Plain data, so it can be cloned,
 * stored and exported. Layers are applied in order to the normalised features.
 */
export interface SavedHead {
  kind: HeadKind;
  /** Class ids in the order of the outputs. */
  classes: string[];
  featureKey: FeatureKey;
  featureSize: number;
  /** Each feature vector is scaled to length sqrt(featureSize) first. */
  normalisation: 'l2-sqrt-d';
  layers: DenseLayer[];
  /** Divides the logits, so that probabilities are as sure as they are right; 1 where absent. */
  temperature?: number;
  /** Tells pictures like those learnt from from others; absent where there were too few (under 19) to say. */
  familiarity?: Familiarity;
  /** Whose features it takes; absent where they are those of the backbone in use. */
  network?: SavedNetwork;
}

/**
 * What a head keeps of the pictures that it learnt from. At most 512 of them: 0.65 MB at 1,280 features.
 * The smallest false rejection that it can promise is 1 / (heldOut.length + 1).
 */
export interface Familiarity {
  /** Features as directions in whole numbers, row-major [kept, featureSize]. */
  directions: Int8Array;
  /** How far from the rest each lay when its burst was left out: mean cosine distances, ascending. */
  heldOut: Float32Array;
}

export interface DenseLayer {
  inputs: number;
  outputs: number;
  /** Row-major [inputs, outputs]. */
  weights: Float32Array;
  bias: Float32Array;
  activation: 'linear' | 'relu';
}

export interface TrainSettings {
  head: HeadKind;
  /** Most epochs (MLP) or passes (linear). */
  epochs: number;
  /** MLP only. */
  batchSize: number;
  /** MLP only. */
  learningRate: number;
  /**
   * Linear: the penalty's λ in λ/2 ‖W‖² + Σ losses (scikit-learn's 1/C; 10 to 1000 are sensible), or 'auto' for
   * cross-validation. MLP: decoupled weight decay, 'auto' for the default.
   */
  l2: number | 'auto';
  /** Share of each class that is held out, 0.1 to 0.5. */
  validationShare: number;
  seed: number;
}

/** One sample as the trainer sees it; its features are remembered by id. */
export interface TrainingSample {
  id: string;
  /** Index into TrainRequest.classes. */
  label: number;
  /** The burst: pictures of one recording, or one file. A group is never on both sides of the split. */
  group: string;
}

/** Two questions about the same pictures. */
export interface TasksRequest extends Omit<TrainRequest, 'test'> {
  /** Ids of the second question's answers; two at least. */
  secondClasses: string[];
  /** [n], each sample's answer as an index into them; -1 where it has none. */
  secondLabels: Int32Array;
  /** The second question's share of the loss that both are learned by, above 0 and below 1. */
  weight: number;
}

/** One question, learned with the other on a shared layer and apart from it: the same held-out pictures. */
export interface TaskBothWays {
  together: Evaluation;
  apart: Evaluation;
}

export interface TasksResult {
  first: TaskBothWays;
  second: TaskBothWays;
}

export interface TrainRequest {
  featureKey: FeatureKey;
  classes: string[];
  samples: TrainingSample[];
  /** Pictures of a test set, answered by the finished head and never learned from; none of `samples`. */
  test?: TrainingSample[];
  settings: TrainSettings;
}

/** The one split of a run, kept with it: ids of samples on each side. */
export interface SplitAssignment {
  train: string[];
  validation: string[];
  /**
   * Classes that were recorded in a single burst: their held-out pictures are the end of the same
   * recording, so their figure flatters. The page says so.
   */
  sameBurstClasses: number[];
  /** Groups that were kept together, as pictures of them are nearly the same: each set's groups. Absent from older runs. */
  joinedGroups?: string[][];
}

/** One epoch (MLP) or pass (linear). Losses are mean cross-entropy in nats; accuracies 0 to 1. */
export interface PassReport {
  pass: number;
  trainLoss: number;
  trainAccuracy: number;
  /** Absent where nothing could be held out. */
  validationLoss?: number;
  validationAccuracy?: number;
}

export type TrainEvent =
  | { type: 'started'; unit: 'pass' | 'epoch'; mostPasses: number; split: SplitAssignment }
  | { type: 'pass'; report: PassReport }
  /** Measured; now it learns once more, from the held-out samples too. */
  | { type: 'refitting' };

export interface TrainResult {
  head: SavedHead;
  /** Why it ended. 'stopped' can be resumed with engine.resume(). */
  ended: 'converged' | 'most-passes' | 'early-stop' | 'stopped';
  /** The pass whose weights are kept. */
  keptPass: number;
  split: SplitAssignment;
  /** Of the head before it learnt from the held-out pictures too; the upper end of the interval allows for that. */
  validation?: Evaluation;
  /** Of the head in use, on TrainRequest.test. */
  test?: Evaluation;
  /** What the head's temperature is fitted to, and what it does. Absent where nothing was held out, and from older runs. */
  calibration?: Calibration;
  /** Accuracy of always saying the most frequent class, on the held-out samples. */
  guessing: number;
  /** The L2 strength in use (linear: chosen by cross-validation when 'auto'). */
  l2: number;
  /** True when the head in use was fitted once more on all samples, held-out ones included, after the measurement. */
  refitOnAll: boolean;
  msTrain: number;
  backend: BackendName;
}

/**
 * Ways to use a backbone for a task. 'frozen': as it came, a new head on its features. 'partial': its blocks up to one,
 * the rest cut off, a head on what they see. 'finetune': blocks up to one as they came, those after it learn with the
 * head. 'retain': as 'finetune', without forgetting: a second loss holds on to the source task's answers, where the backbone
 * has the head for them. 'full': all of it learns. 'scratch': a small network from random weights. 'random': the backbone's own design
 * with random weights, frozen, and a head.
 */
export type Strategy = 'frozen' | 'partial' | 'finetune' | 'retain' | 'full' | 'scratch' | 'random';

export interface StrategyRequest extends TrainRequest {
  strategy: Strategy;
  /** The last block that stays as it came, from 1 (0: the stem alone): for 'finetune', 'retain' and 'partial'. A default if left out. */
  freezeAt?: number;
  /** Of those that learn in epochs; a default if left out. */
  mostEpochs?: number;
}

export type StrategyEvent =
  /** Pictures run through what is frozen, once. */
  | { type: 'preparing'; done: number; total: number }
  /** Where it learns in epochs, epoch 0 is reported too: what it knew before it learnt. */
  | { type: 'started'; unit: 'pass' | 'epoch'; mostPasses: number; split: SplitAssignment }
  /** With the milliseconds of all its work so far, counted as `StrategyResult.msTrain` is. */
  | { type: 'pass'; report: PassReport; ms: number }
  /** Measured; now it learns once more, from the held-out samples too. */
  | { type: 'refitting' };

/** Pictures whose first answer is another one than before. */
export interface ChangedAnswers {
  changed: number;
  total: number;
}

/** What a strategy is worth, on the split that all of them share. */
export interface StrategyResult {
  strategy: Strategy;
  /** As in the request, or the default; where it counts. */
  freezeAt?: number;
  ended: 'converged' | 'most-passes' | 'early-stop';
  keptPass: number;
  split: SplitAssignment;
  /** By a network that has not learnt from the held-out samples; where it learns in epochs, they chose the epoch. */
  validation?: Evaluation;
  /** By the network in the end, which has learnt from all samples; on TrainRequest.test. */
  test?: Evaluation;
  /**
   * First answers of the source task's own head that learning changed, on the same pictures by the same networks. Where a
   * backbone learnt that has that head.
   */
  forgetting?: { validation?: ChangedAnswers; test?: ChangedAnswers };
  /** The L2 strength on the head. */
  l2: number;
  /** Numbers that learnt, the head's among them. */
  trainedParameters: number;
  /** Of all its work, pictures run through what is frozen included; not while it was stopped. */
  msTrain: number;
  backend: BackendName;
  /** To answer with: see `EngineSession.setStandIn`. */
  head: SavedHead;
}

/** 'transfer': a linear head on the features of the backbone in use. 'scratch': a small network from random weights. */
export type CurveWay = 'transfer' | 'scratch';

export interface CurveRequest extends TrainRequest {
  way: CurveWay;
  /** Pictures a class, ascending; what is above the fewest that a class has to learn from counts as that. */
  perClass: number[];
  draws: number;
  /** Of a network from scratch: epochs, or more until it was updated so often. Less where nothing is left to learn. */
  epochs: number;
  leastUpdates: number;
  /** Not to be measured again. */
  measured?: Pick<CurvePoint, 'perClass' | 'draw'>[];
}

export interface CurvePoint {
  perClass: number;
  /** From 0. */
  draw: number;
  /** Of the held-out pictures. */
  right: number;
}

export type CurveEvent =
  /** Pictures read, once. */
  | { type: 'preparing'; done: number; total: number }
  /** The numbers of pictures a class, points in all, the pictures that all are tested on, and the share that guessing gets. */
  | { type: 'started'; numbers: number[]; points: number; heldOut: number; guessing: number }
  /** From scratch alone: how far the next point has come. */
  | { type: 'learning'; perClass: number; epoch: number; epochs: number }
  | { type: 'point'; point: CurvePoint };

/** A network other than the backbone in use: stages of the backbone as they came, then some with weights of their own. */
export interface SavedNetwork {
  /** The backbone's design, or that of the small network. */
  design: 'backbone' | 'small';
  inputSize: number;
  /** Stages of the backbone that come first, unchanged. */
  kept: number;
  /** Stages in all: fewer than the design has where the rest is cut off. */
  until: number;
  /** Of the stages from `kept` to `until`: of each convolution its kernel, then its bias. */
  weights: Float32Array;
}

/** What answers are worth. The optional figures are absent from runs that were stored before there were any. */
export interface Evaluation {
  right: number;
  total: number;
  /** Wilson 95 % interval of the accuracy, 0 to 1, counting what is independent. */
  low: number;
  high: number;
  /** Rows are true classes, columns answers; counts. */
  confusion: number[][];
  /** Accuracy of always saying the most frequent of the true classes. */
  guessing?: number;
  /** How many independent answers tell as much: fewer than `total` where several are of one recording. */
  independent?: number;
  /** Answers to pictures of recordings that were learned from too, or nearly the same as one of those: they flatter. */
  alsoLearnt?: number;
  /** In the order of the classes. */
  perClass?: ClassFigures[];
  answers?: Answers;
}

/** Counts of a class, and its figures where there is something to count. */
export interface ClassFigures {
  /** Answers that said it. */
  said: number;
  /** Samples of it. */
  there: number;
  right: number;
  /** right / said */
  precision?: number;
  /** right / there */
  recall?: number;
  /** Harmonic mean of the two. */
  f1?: number;
}

/** Answers one by one, so that the wrong ones can be shown. */
export interface Answers {
  ids: string[];
  /** [n], the true classes. */
  labels: Int32Array;
  /** Row-major [n, classes], calibrated. */
  probabilities: Float32Array;
}

export interface Calibration {
  /** What the head's logits are divided by; 1 also where too few answers were held out. */
  temperature: number;
  /** Held-out answers: of the validation set and, for a linear head, out of the folds that chose its strength. */
  count: number;
  /** Expected calibration error, 0 to 1, without the temperature. */
  ece: number;
  /** With it; each answer's temperature was fitted without its recording. */
  eceCalibrated: number;
  /** Reliability diagram with the temperature, as `eceCalibrated`. */
  bins: ReliabilityBin[];
  /** Without it. */
  binsBefore: ReliabilityBin[];
}

/** Answers whose most probable class has a probability from `low` to `high`; the last bin holds 1 too. */
export interface ReliabilityBin {
  low: number;
  high: number;
  count: number;
  /** Mean probability of the answers, and the share that is right; absent where there are none. */
  confidence?: number;
  accuracy?: number;
}

/** Every sample answered by a linear head that learned from none of its group. */
export interface CrossValidation extends Required<Evaluation> {
  folds: number;
  /** λ of the heads. */
  l2: number;
  /** True where the settings ask for another head: the figures are then those of a linear one on the same features. */
  probe: boolean;
  /** Whether the heads surely do better than guessing (the interval's low end): else they can tell nothing of labels. */
  judges: boolean;
  /** Samples that look wrongly labelled, worst first; none where the heads are no judges. */
  suspects: Suspect[];
}

/** A sample that heads which have not seen it take for another class, as surely as they take samples of that class for it, and hardly for its own. */
export interface Suspect {
  id: string;
  label: number;
  /** Probability of its label. */
  probability: number;
  suggested: number;
  suggestedProbability: number;
}

export interface Prediction {
  /** Class ids in the order of probabilities. */
  classes: string[];
  probabilities: number[];
  /** Absent where the head has none. */
  familiarity?: PredictedFamiliarity;
  msEmbed: number;
}

export interface PredictedFamiliarity {
  /**
   * 0 to 1: the share of the pictures learnt from that lay as far from the rest or farther. A share `a` of familiar pictures
   * has a score of at most `a`, so "unknown" at a false rejection of `a` is `score <= a`.
   */
  score: number;
  /** `score > 0.05`. */
  known: boolean;
}

export type EnginePhase = 'starting' | 'loading' | 'ready' | 'restarting' | 'failed';

/** What the badge shows. `restarts` counts workers that were replaced after a crash. */
export interface EngineStatus {
  phase: EnginePhase;
  restarts: number;
  backend?: BackendReport;
  backbone?: BackboneInfo;
  /** Bytes of the backbone while it loads. */
  loaded?: { bytes: number; total: number };
  error?: { kind: EngineErrorKind; detail: string };
}

export interface StartOptions {
  /** Tried alone when given; else the best that proves itself. */
  backend?: BackendName;
  /** Backends not to try again: they took the worker down before. */
  exclude?: BackendName[];
  /** Keeps wasm to one thread: a worker died before it was ready. */
  singleThread?: boolean;
}

/** Tensors and bytes held by tfjs, and the feature vectors that the worker remembers. */
export interface EngineMemory {
  tensors: number;
  bytes: number;
  remembered: number;
}

/** Features of pictures in their order, each raw and of the backbone's length. */
export interface Embedded {
  /** Of the backbone that made them: it may have been changed since they were asked for. */
  key: FeatureKey;
  vectors: Float32Array[];
  /** Milliseconds a picture in the fastest of its batches; absent where nothing ran. */
  msPerPicture?: number;
}

export interface PictureToEmbed {
  /** When given, the worker remembers the features under it for training. */
  id?: string;
  /** Square; transferred, and closed by the worker. */
  bitmap: ImageBitmap;
}

export interface MapRequest {
  featureKey: FeatureKey;
  /** Of remembered samples; the places are in this order. */
  ids: string[];
  seed: number;
  /** 'features': as the backbone sees them. 'answers': as the live head answers. */
  by: 'features' | 'answers';
}

/**
 * Where samples lie: [n, 2], row-major, 0 to 1. 'pca': the two widest principal components; 'umap': neighbours together,
 * axes without meaning; 'evidence' (two classes by answers): to the right what is more surely of the second class,
 * up and down what sets samples apart besides.
 */
export interface MapPlaces {
  places: Float32Array;
  layout: 'pca' | 'umap' | 'evidence';
}

export type MapEvent =
  /** At once; `placeOnMap` resolves with the last ones, which may be the same. */
  ({ type: 'first' } & MapPlaces) | { type: 'epoch'; done: number; total: number };

export interface NearestRequest {
  featureKey: FeatureKey;
  /** A sample's id, which is not among its own neighbours, or raw features. */
  of: string | Float32Array;
  /** Among whom. Those that are not remembered are passed over. */
  ids: string[];
  k: number;
}

/** A sample, and 1 - cosine between its features and those asked about: 0 the same, 1 nothing in common. */
export interface Neighbour {
  id: string;
  distance: number;
}

export interface ExplainOptions {
  /** The class that is explained, by id; left out, the answer: the likeliest class, of those `among` where given. */
  classId?: string;
  among?: string[];
  /** By the head that was trained, also where another one answers in its place. */
  asTrained?: boolean;
  /** Without `exclude` itself, where the picture is a sample. Left out, none are looked for. */
  nearest?: { ids: string[]; k: number; exclude?: string };
}

/** Why a picture got its answer, from the one pass that gave it. */
export interface Explanation {
  prediction: Prediction;
  heat: HeatMap;
  /** Nearest first; empty where not asked for. */
  nearest: Neighbour[];
}

/** How much each place of the picture speaks for a class, against the mean of the others. */
export interface HeatMap {
  classId: string;
  width: number;
  height: number;
  /** Row-major [height, width], 0 to 1, for showing: 0 where nothing speaks for it, 1 where most does. */
  values: Float32Array;
  /** The same signed, in logits; the sum is the class's logit less the mean of the others'. */
  evidence: Float32Array;
  /** False for a head that bends (MLP): then it holds for small changes only (Grad-CAM). */
  exact: boolean;
}

export interface AdviceRequest {
  featureKey: FeatureKey;
  classes: string[];
  samples: TrainingSample[];
  seed: number;
  /**
   * Of some of the samples, with their ids, about 40 a class from as many bursts as there are: the background is
   * measured by them. Taken and closed.
   */
  pictures?: PictureToEmbed[];
}

/** A count with its 95 % interval as shares, 0 to 1; bursts, not pictures, are taken as independent. */
export interface Counted {
  right: number;
  total: number;
  low: number;
  high: number;
}

export type AdviceKind = Finding['kind'];
export type Finding = NearIdenticalBursts | BackgroundFinding | MorePicturesFinding;

/** Two bursts that show nearly the same. */
export interface NearIdenticalBursts {
  kind: 'near-identical-bursts';
  groups: [string, string];
  /** The classes of either: different ones contradict each other. */
  labels: [number[], number[]];
  /** Of the smaller burst's pictures, how many have their like in the other, 0.5 to 1. */
  share: number;
  /** Pictures of either, how many of all samples were compared, and the cosine from which they count as alike. */
  from: { pictures: [number, number]; compared: number; samples: number; cosine: number };
}

/** The classes can be told by the pictures' border alone, nearly as well as by the whole. */
export interface BackgroundFinding {
  kind: 'background';
  /** Right on held-out bursts by a head that sees the border alone, and by one that sees the whole pictures. */
  border: Counted;
  whole: Counted;
  /** Accuracy of always saying the most frequent class. */
  guessing: number;
  from: { pictures: number; bursts: number; folds: number };
}

/** The class of which each more picture would help most. */
export interface MorePicturesFinding {
  kind: 'more-pictures';
  /** Index into AdviceRequest.classes. */
  label: number;
  /** So many more, from new bursts: as many again as there are. */
  more: number;
  /** What they would add to the mean recall of all classes, 0 to 1, and its interval, which lies above 0. */
  gain: number;
  low: number;
  high: number;
  /** How often the class is recognised now, on held-out bursts. */
  recall: Counted;
  from: { samples: number; bursts: number; folds: number; halves: number; classesTried: number };
}

export interface Advice {
  /** Empty where nothing is worth saying. */
  findings: Finding[];
  /** What cannot be told: a class of one recording, for one, tells nothing about another recording. */
  notMeasured: { kind: AdviceKind; why: 'too-few-bursts' | 'too-few-classes' | 'no-pictures' }[];
}

/** A TensorFlow.js layers model, as model.json and weights.bin hold it. */
export interface LayersModelFile {
  /** Of model.json: `modelTopology`. */
  topology: object;
  /** Of model.json: of the one group of its `weightsManifest`. */
  weightSpecs: { name: string; shape: number[]; dtype: 'float32' }[];
  /** All of them, one after the other. */
  weights: Float32Array<ArrayBuffer>;
}

/** The classifier in use as other programs take it, and what the engine itself answers to some pictures. */
export interface ExportedModel {
  /** Its input is [n, inputSize, inputSize, 3] with pixels as `pixel / 127 - 1`, its output [n, classes] probabilities. */
  model: LayersModelFile;
  inputSize: number;
  head: SavedHead;
  /** Of the pictures, in order. */
  golden: GoldenAnswer[];
}

/** A picture at the model's input size, and the answer to it. */
export interface GoldenAnswer {
  /** RGBA, inputSize × inputSize. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
  /** In the order of the head's classes. */
  probabilities: number[];
  familiarity?: PredictedFamiliarity;
}

/** What a backbone's own head says of a picture: one of the classes of its source task. */
export interface SourceAnswer {
  /** 0 to 999, in the order of ILSVRC 2012. */
  classIndex: number;
  /** Comma-separated English synonyms, e.g. 'ant, emmet, pismire'. */
  name: string;
  probability: number;
}

export interface LayersRequest {
  /** Of backbones that have probed the samples; the others are compared with the first. */
  specs: FeatureSpec[];
  classes: string[];
  samples: TrainingSample[];
  seed: number;
}

/** What one stage of a backbone gives a linear head to work with: the mean of its output over the picture. */
export interface LayerScore {
  backbone: BackboneId;
  /** Index into the card's stages: 0 the stem, then the blocks from 1, at the end the last convolution. */
  stage: number;
  features: number;
  /** LogME (You et al. 2021): higher is better. */
  logMe: number;
  /** Right on held-out recordings, by a linear head on these features. */
  accuracy: Counted;
}

/** What another backbone's last layer gets right more often, 0 to 1, on the same held-out pictures, and its 95 % interval. */
export interface BackboneGain {
  spec: FeatureSpec;
  gain: number;
  low: number;
  high: number;
  /** Pictures that the one or the other alone got right. */
  more: number;
  fewer: number;
}

export interface LayerComparison {
  specs: FeatureSpec[];
  layers: LayerScore[];
  /** Of each backbone but the first, over that. */
  gains: BackboneGain[];
  /** Spearman's, of LogME and accuracy over all layers; absent where all are as accurate. */
  rankCorrelation?: number;
  from: { samples: number; recordings: number; folds: number };
}

/** A picture of what may be another domain. */
export interface OtherPicture {
  /** A remembered sample's id, or raw features. */
  features: string | Float32Array;
  group: string;
  /** Index into DomainRequest.classes, where it is known. */
  label?: number;
}

export interface DomainRequest {
  featureKey: FeatureKey;
  classes: string[];
  /** What is learnt from. */
  samples: TrainingSample[];
  other: OtherPicture[];
  seed: number;
}

/** How far other pictures are from those learnt from, by their features. */
export interface DomainReport {
  /**
   * How well a classifier tells the two apart, on held-out groups: the probability that it takes one of the others
   * for other rather than one learnt from. 0.5: not at all; 1: always. With its 95 % interval.
   */
  auc: number;
  low: number;
  high: number;
  /** Maximum mean discrepancy, squared and without bias: about 0 for one domain. */
  mmd: number;
  from: { own: number; other: number; folds: number };
  /** Where all others are labelled: a head that learnt from the samples as they are, and from samples adapted to the others. */
  adapted?: { before: Counted; after: Counted; difference: number; low: number; high: number };
}

/** What some channels of a stage see in a picture: where they answer, and how strongly. */
export interface ChannelMaps {
  /** Index into the card's stages. */
  stage: number;
  /** Channels of the stage, and those that are shown: the ones that differ most over the picture, first. */
  channels: number;
  shown: number[];
  /** Pixels a side. */
  side: number;
  /** [shown, side, side]: each channel from its least answer, 0, to its strongest, 255. */
  maps: Uint8ClampedArray;
}

/** Why files are no model to compare with. */
export type ImportProblem =
  /** No model.json among them. */
  | 'no-model'
  | 'several-models'
  /** A model.json that is damaged, or says something else. */
  | 'not-a-model'
  /** A metadata.json that is damaged. */
  | 'not-json'
  | 'weights-missing'
  /** Longer or shorter than model.json says. */
  | 'weights-size'
  /** It takes sounds, poses, or pictures that are not square or without colours. */
  | 'not-pictures'
  /** Its output is not a share for each class. */
  | 'not-classes'
  /** As many names as outputs there must be. */
  | 'labels'
  /** Parts that are not known, or do not fit one another or the weights. */
  | 'unsupported'
  | 'too-large';

/** A model of somebody else, in use beside the classifier. */
export interface ImportedModelInfo {
  /** As its maker called it; may be empty. */
  name: string;
  /** Names of its classes in the order of its outputs; empty ones where no file told them. */
  labels: string[];
  madeBy: 'teachable-machine' | 'apprentice' | 'unknown';
  /** Pixels a side. */
  inputSize: number;
  parameters: number;
  /** Of its weights. */
  bytes: number;
  msPerPicture: number;
}

/** `detail` names files, or says what the loader says: for the technically curious, not translated. */
export type ImportOutcome =
  | { info: ImportedModelInfo }
  | { problem: ImportProblem; detail: string };

/** Pictures of classes that both models know. */
export interface ModelComparisonRequest {
  pictures: {
    id: string;
    /** What it is: a number of the caller's for each class. */
    label: number;
    /** The recording. */
    group: string;
    /** Whether the classifier in use was right. */
    right: boolean;
  }[];
  /** Of each of the other model's labels: which class it means; -1 for none. */
  classOf: number[];
}

export interface ModelComparison {
  /** Of each picture: the other model's likeliest label, its share, and whether that is right. */
  said: { label: number; share: number }[];
  right: boolean[];
  ours: Counted;
  theirs: Counted;
  /** Share right of ours less that of theirs, and its 95 % interval. */
  difference: { difference: number; low: number; high: number };
}
