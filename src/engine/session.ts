// What the engine does, one call each. It lives in the worker; tests drive it directly.
import * as tf from '@tensorflow/tfjs-core';
import type { Advice, AdviceRequest } from '../model/advice';
import type { BackboneId, BackboneInfo, FeatureKey, FeatureSpec } from '../model/backbone';
import type { BackendName, BackendReport, StartOptions } from '../model/backend';
import { breather } from '../model/breather';
import type { CurveEvent, CurveRequest } from '../model/curve';
import type { DomainReport, DomainRequest } from '../model/domain';
import type { Embedded, PictureToEmbed } from '../model/embedding';
import { EngineError } from '../model/engine-error';
import type { CrossValidation } from '../model/evaluation';
import type { ExportedModel, GoldenAnswer } from '../model/export';
import { featureKeyOf, specName, suitsBackbone } from '../model/feature-key';
import type { SavedHead, SavedNetwork } from '../model/head';
import type {
  ImportOutcome,
  ModelComparison,
  ModelComparisonRequest,
} from '../model/imported-model';
import type { LayerComparison, LayersRequest } from '../model/layers';
import type { MapEvent, MapPlaces, MapRequest } from '../model/map';
import { partsOfOwnId } from '../model/own-id';
import type {
  LabelledPicture,
  ModelEnd,
  ModelPart,
  OwnModelFile,
  OwnModelReport,
  ScalingAdvice,
} from '../model/own-model';
import type {
  ChannelMaps,
  ExplainOptions,
  Explanation,
  NearestRequest,
  Neighbour,
  Prediction,
  SourceAnswer,
} from '../model/prediction';
import type { Strategy, StrategyEvent, StrategyRequest, StrategyResult } from '../model/strategy';
import type { TasksRequest, TasksResult } from '../model/tasks';
import type { TrainEvent, TrainRequest, TrainResult } from '../model/training';
import { multiplyAddsAt } from './backbone/card';
import {
  type Backbone,
  type FetchFile,
  loadBackbone,
  loadSourceHead,
  type SourceHead,
} from './backbone/load';
import {
  mapAndPooled,
  type Network,
  pooledFeatures,
  pooledStages,
  preprocess,
  runStages,
  type Sight,
} from './backbone/network';
import { chooseBackend, watchForLoss } from './backend/choose';
import type { EngineMemory } from './boundary/status';
import { rateFamiliarity } from './evaluate/familiarity';
import { answer, logits } from './head/answer';
import { crossValidate } from './head/cross-validation';
import { startTraining, type TrainingRun } from './head/train';
import { compareModels } from './imported/compare';
import type { ImportedModel } from './imported/imported-model';
import { adviceOn } from './inspect/advice';
import { blankMiddle } from './inspect/background';
import { evidenceOf, type SeenPicture, shown } from './inspect/heat';
import type { PlaceAll } from './inspect/map-in-worker';
import { nearestTo } from './inspect/nearest';
import type { OwnBackbone } from './own/own-backbone';
import { tensorOf } from './pixels';
import { type ConvolutionValues, layersModelOf } from './take-away/layers-model';
import { channelMapsOf } from './transfer/channel-maps';
import { stageCosts } from './transfer/cost';
import { domainDistance } from './transfer/domain';
import { compareLayers } from './transfer/layers';
import { measureCurve } from './transfer/learning-curve';
import { rgbOf } from './transfer/pictures';
import { networkOf, type OwnStages, ownStages } from './transfer/saved-network';
import { type StrategyRun, startStrategy } from './transfer/strategies';
import { measureTasks } from './transfer/tasks';

/** Pictures in one forward pass: large enough for a GPU, small enough that a live answer can slip in between. */
const BATCH: Record<BackendName, number> = { webgpu: 16, webgl: 16, wasm: 4, cpu: 1 };

/** The same of one's own model, which holds all that lies between picture and features until it is done. */
const OWN_BATCH: Record<BackendName, number> = { webgpu: 4, webgl: 4, wasm: 1, cpu: 1 };

/** Pictures whose stages are remembered: some 13 kB each. */
const MOST_PROBED = 1000;

/** The backbone that kept its source task's head, and the side of what it sees. */
const SOURCE = { backbone: 'efficientnet-lite0', inputSize: 224 } as const satisfies FeatureSpec;

/** What the session needs of its worker. */
export interface Surroundings {
  /** The GPU is gone and all tensors with it: the session is of no use any more. */
  onLost(why: string): void;
  fetchFile: FetchFile;
  /** RGBA of a square bitmap at side × side. */
  readPixels(bitmap: ImageBitmap, side: number): Uint8ClampedArray;
  /** Places samples on the map, beside the session's own work. */
  placeAll: PlaceAll;
}

/** Pooled outputs of all stages, one after the other, of pictures by their ids. */
interface Probes {
  channels: readonly number[];
  vectors: Map<string, Float32Array>;
}

/** Weights that go when they were replaced and nobody computes with them any more. */
interface Held {
  dispose(): void;
  users: number;
  replaced: boolean;
}

interface HeldBackbone extends Held {
  backbone: Backbone | OwnBackbone;
}

/** A head that answers in the place of the trained one. */
interface StandIn extends Held {
  head: SavedHead;
  network: SavedNetwork;
  own: OwnStages;
}

/** A model of somebody else, that answers beside the classifier. */
interface HeldModel extends Held {
  model: ImportedModel;
}

/** What answers: a head on the network whose features it takes. */
interface Answering {
  head: SavedHead;
  network: Network | Sight;
  inputSize: number;
}

interface LoadedBackbone {
  held: HeldBackbone;
  /** Where all backbones lie. */
  baseUrl: string;
  info: BackboneInfo;
}

/**
 * The engine of one page. Calls may overlap; each leaves `tf.memory()` as it found it, but for the
 * weights of the backbone in use. Errors are EngineErrors, or bugs.
 */
export class EngineSession {
  #backend: BackendReport | undefined;
  #loaded: LoadedBackbone | undefined;
  #head: SavedHead | undefined;
  #standIn: StandIn | undefined;
  #imported: HeldModel | undefined;
  #run: TrainingRun | undefined;
  /** Backbones beside the one in use, from when they are asked for until `releaseGuests`. */
  readonly #guests = new Map<BackboneId, Promise<HeldBackbone>>();
  #sourceHead: Promise<SourceHead> | undefined;
  /** What every stage of a backbone sees of pictures. */
  readonly #probes = new Map<string, Probes>();
  /** Those that were stopped may go on. */
  readonly #strategies = new Map<Strategy, StrategyRun>();
  readonly #jobs = new Map<number, AbortController>();
  readonly #features = new Map<FeatureKey, Map<string, Float32Array>>();
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Chooses and proves a backend. Call once, first. */
  async start(options: StartOptions): Promise<BackendReport> {
    this.#backend = await chooseBackend(options);
    watchForLoss(this.#backend.name, this.#surroundings.onLost);
    return this.#backend;
  }

  /**
   * Loads the backbone from `baseUrl`, or one's own model from its file, and warms it up; it replaces the one in use when it
   * is ready. Throws EngineError 'own-backbone-unfit' where this backend cannot run one's own.
   */
  async loadBackbone(
    baseUrl: string,
    spec: FeatureSpec,
    onProgress: (bytes: number, total: number) => void,
    own?: OwnModelFile,
  ): Promise<BackboneInfo> {
    const current = this.#loaded?.held;
    const held =
      current && this.#loaded?.info.id === spec.backbone
        ? current
        : heldBackbone(
            own
              ? await loadOwn(spec, own)
              : await loadBackbone(`${baseUrl}${spec.backbone}/`, this.#surroundings.fetchFile, {
                  onProgress,
                }),
          );
    const msPerPicture = await this.#holding(held, () =>
      timeEmbedding(held.backbone, spec.inputSize),
    ).catch((error: unknown) => {
      if (held !== current) held.backbone.dispose();
      throw error;
    });
    if (current && current !== held) {
      current.replaced = true;
      // What was stopped began with another backbone.
      for (const strategy of [...this.#strategies.keys()]) await this.#endStrategy(strategy);
      disposeUnused(current);
    }
    const info = infoOf(held.backbone, spec, msPerPicture);
    this.#loaded = { held, info, baseUrl };
    // Those of other backbones are on the disk.
    for (const key of this.#features.keys()) if (key !== info.key) this.#features.delete(key);
    return info;
  }

  /** Features of pictures, in order. Bitmaps are closed. Aborted by `abort(job)`. */
  async embed(job: number, pictures: PictureToEmbed[]): Promise<Embedded> {
    const work = async (signal: AbortSignal) => {
      const { held, info } = this.#inUse();
      const size = this.#batchOf(held);
      const vectors: Float32Array[] = [];
      let msPerPicture = Number.POSITIVE_INFINITY;
      // Wasm and cpu answer within one task: without a breath no cancel and no live answer gets in.
      const breathe = breather(0);
      await this.#holding(held, async () => {
        for (let i = 0; i < pictures.length; i += size) {
          await breathe();
          if (signal.aborted) throw new EngineError('aborted', 'embedding was cancelled');
          const batch = pictures.slice(i, i + size);
          const pixels = batch.map(({ bitmap }) =>
            this.#surroundings.readPixels(bitmap, info.inputSize),
          );
          const start = performance.now();
          const features = await embedBatch(held.backbone, pixels, info.inputSize);
          msPerPicture = Math.min(msPerPicture, (performance.now() - start) / batch.length);
          batch.forEach(({ id }, k) => {
            const vector = features.slice(k * info.features, (k + 1) * info.features);
            if (id !== undefined) this.#remembered(info.key).set(id, vector);
            vectors.push(vector);
          });
        }
      });
      return { key: info.key, vectors, ...(vectors.length > 0 && { msPerPicture }) };
    };
    try {
      return await this.#asJob(job, work);
    } finally {
      for (const { bitmap } of pictures) bitmap.close();
    }
  }

  /** Takes features that were stored earlier, so that samples can be trained on by id. */
  remember(key: FeatureKey, ids: string[], vectors: Float32Array[]): void {
    const bank = this.#remembered(key);
    ids.forEach((id, i) => {
      const vector = vectors[i];
      if (vector) bank.set(id, vector);
    });
  }

  /** Drops the features of samples that are gone. */
  forget(ids: string[]): void {
    for (const bank of this.#features.values()) for (const id of ids) bank.delete(id);
    for (const { vectors } of this.#probes.values()) for (const id of ids) vectors.delete(id);
  }

  /** Trains a head from the start; it answers predictions once it is done or stopped. */
  async train(
    job: number,
    request: TrainRequest,
    onEvent: (event: TrainEvent) => void,
  ): Promise<TrainResult> {
    this.#run?.dispose();
    this.#run = undefined;
    const bank = this.#remembered(request.featureKey);
    const run = startTraining(request, (id) => bank.get(id), this.#backend?.name ?? 'cpu');
    this.#run = run;
    return this.#continue(job, run, onEvent);
  }

  /** Answers every sample by heads that have not learnt from it: see crossValidate. Aborted by `abort(job)`. */
  async crossValidate(
    job: number,
    request: TrainRequest,
    onProgress: (done: number, total: number) => void,
  ): Promise<CrossValidation | undefined> {
    const bank = this.#remembered(request.featureKey);
    return this.#asJob(job, (signal) =>
      crossValidate(request, (id) => bank.get(id), onProgress, signal),
    );
  }

  /** Two questions learned together and apart: see measureTasks. Aborted by `abort(job)`. */
  async measureTasks(
    job: number,
    request: TasksRequest,
    onProgress: (done: number, total: number) => void,
  ): Promise<TasksResult> {
    const bank = this.#remembered(request.featureKey);
    return this.#asJob(job, (signal) =>
      measureTasks(request, (id) => bank.get(id), onProgress, signal),
    );
  }

  /** Goes on with the training that was stopped. Throws EngineError 'no-head' where none was. */
  async resume(job: number, onEvent: (event: TrainEvent) => void): Promise<TrainResult> {
    if (!this.#run) throw new EngineError('no-head', 'no training to resume');
    return this.#continue(job, this.#run, onEvent);
  }

  async #continue(job: number, run: TrainingRun, onEvent: (event: TrainEvent) => void) {
    return this.#asJob(job, async (signal) => {
      try {
        // Through Comlink an event's call answers once it was heard: the result comes after all of them.
        const heard: unknown[] = [];
        const tell = (event: TrainEvent) => void heard.push(onEvent(event));
        const result = await run.continue({ signal, onEvent: tell });
        await Promise.all(heard);
        this.#head = result.head;
        if (result.ended !== 'stopped') this.#end(run);
        return result;
      } catch (error) {
        this.#end(run);
        throw error;
      }
    });
  }

  #end(run: TrainingRun) {
    run.dispose();
    if (this.#run === run) this.#run = undefined;
  }

  /**
   * Measures a strategy from the start; undefined where it was stopped by `abort(job)`. It asks `picturesOf` for samples'
   * pictures, in any order, and closes them. Throws as `startStrategy`, and EngineError 'features-missing' where a
   * picture is gone or the backbone is another meanwhile.
   */
  async runStrategy(
    job: number,
    request: StrategyRequest,
    picturesOf: (ids: string[]) => Promise<PictureToEmbed[]>,
    onEvent: (event: StrategyEvent) => void,
  ): Promise<StrategyResult | undefined> {
    await this.#endStrategy(request.strategy);
    const { held, info, baseUrl } = this.#inUse();
    if (info.key !== request.featureKey) {
      throw new EngineError('features-missing', `${info.key} is in use`);
    }
    const bank = this.#remembered(request.featureKey);
    const backend = this.#backend?.name ?? 'cpu';
    const run = startStrategy(request, {
      backbone: isOwn(held.backbone) ? undefined : held.backbone,
      inputSize: info.inputSize,
      featuresOf: (id) => bank.get(id),
      pixelsOf: (ids, side) => this.#pixelsOf(ids, side, picturesOf),
      sourceHead: () => this.#headOfSource(baseUrl, designOf(held)),
      batchSize: BATCH[backend],
      backend,
    });
    held.users++;
    const dispose = async () => {
      await run.dispose();
      held.users--;
      disposeUnused(held);
    };
    this.#strategies.set(request.strategy, { ...run, dispose });
    return this.#continueStrategy(job, request.strategy, onEvent);
  }

  /** Goes on with a strategy that was stopped. Throws EngineError 'no-head' where none was. */
  async resumeStrategy(
    job: number,
    strategy: Strategy,
    onEvent: (event: StrategyEvent) => void,
  ): Promise<StrategyResult | undefined> {
    if (!this.#strategies.has(strategy)) throw new EngineError('no-head', 'nothing to resume');
    return this.#continueStrategy(job, strategy, onEvent);
  }

  async #continueStrategy(
    job: number,
    strategy: Strategy,
    onEvent: (event: StrategyEvent) => void,
  ): Promise<StrategyResult | undefined> {
    return this.#asJob(job, async (signal) => {
      let result: StrategyResult | undefined;
      let stopped = false;
      try {
        const heard: unknown[] = [];
        const tell = (event: StrategyEvent) => void heard.push(onEvent(event));
        result = await this.#strategies.get(strategy)?.continue({ signal, onEvent: tell });
        await Promise.all(heard);
        stopped = result === undefined;
        return result;
      } finally {
        if (!stopped) await this.#endStrategy(strategy);
      }
    });
  }

  async #endStrategy(strategy: Strategy): Promise<void> {
    const run = this.#strategies.get(strategy);
    this.#strategies.delete(strategy);
    await run?.dispose();
  }

  /**
   * Measures a learning curve: see measureCurve. It asks `picturesOf` for samples' pictures and closes them. Aborted by
   * `abort(job)`.
   */
  async measureCurve(
    job: number,
    request: CurveRequest,
    picturesOf: (ids: string[]) => Promise<PictureToEmbed[]>,
    onEvent: (event: CurveEvent) => void,
  ): Promise<void> {
    const bank = this.#remembered(request.featureKey);
    const around = {
      featuresOf: (id: string) => bank.get(id),
      pixelsOf: (ids: readonly string[], side: number) => this.#pixelsOf(ids, side, picturesOf),
      batchSize: BATCH[this.#backend?.name ?? 'cpu'],
    };
    await this.#asJob(job, async (signal) => {
      const heard: unknown[] = [];
      const tell = (event: CurveEvent) => void heard.push(onEvent(event));
      try {
        await measureCurve(request, around, tell, signal);
      } finally {
        await Promise.all(heard);
      }
    });
  }

  /** RGB bytes of samples' pictures. */
  async #pixelsOf(
    ids: readonly string[],
    side: number,
    picturesOf: (ids: string[]) => Promise<PictureToEmbed[]>,
  ): Promise<Uint8Array[]> {
    return (await this.#rgbaOf(ids, side, picturesOf)).map(rgbOf);
  }

  /** RGBA bytes of samples' pictures. */
  async #rgbaOf(
    ids: readonly string[],
    side: number,
    picturesOf: (ids: string[]) => Promise<PictureToEmbed[]>,
  ): Promise<Uint8ClampedArray[]> {
    const pictures = await picturesOf([...ids]);
    try {
      const bitmaps = new Map(pictures.map(({ id, bitmap }) => [id, bitmap]));
      return ids.map((id) => {
        const bitmap = bitmaps.get(id);
        if (!bitmap) throw new EngineError('features-missing', `Sample ${id} has no picture`);
        return this.#surroundings.readPixels(bitmap, side);
      });
    } finally {
      for (const { bitmap } of pictures) bitmap.close();
    }
  }

  /** The head that answers from now on; undefined for none. */
  setHead(head: SavedHead | undefined): void {
    this.#head = head;
  }

  /**
   * Answers by this head, which has a network of its own, in the place of the trained one from now on; undefined: by the
   * trained one again. Throws EngineError 'no-head' where it does not fit the backbone in use, and then the trained one answers.
   */
  setStandIn(head: SavedHead | undefined): void {
    if (this.#standIn) {
      this.#standIn.replaced = true;
      disposeUnused(this.#standIn);
      this.#standIn = undefined;
    }
    if (!head) return;
    const { network } = head;
    const { held, info } = this.#inUse();
    if (!network || !suitsBackbone(head, info.key)) {
      throw new EngineError('no-head', `${head.featureKey} does not fit ${info.key}`);
    }
    const card = isOwn(held.backbone) ? undefined : held.backbone.card;
    const own = ownStages(network, head, card);
    const dispose = () => own.dispose();
    this.#standIn = { head, network, own, dispose, users: 0, replaced: false };
  }

  /** Computes with what answers, or with the trained head. Throws EngineError 'no-head'. */
  async #answering<T>(asTrained: boolean, compute: (by: Answering) => Promise<T>): Promise<T> {
    const { held, info } = this.#inUse();
    const standIn = asTrained ? undefined : this.#standIn;
    return this.#holding(held, () => {
      if (!standIn || !suitsBackbone(standIn.head, info.key)) {
        const { backbone: network } = held;
        return compute({ head: this.#headFor(info.key), network, inputSize: info.inputSize });
      }
      const { head, network: saved, own } = standIn;
      const network = networkOf(saved, own, isOwn(held.backbone) ? undefined : held.backbone);
      return this.#holding(standIn, () => compute({ head, network, inputSize: saved.inputSize }));
    });
  }

  /** The answer of the live head. The bitmap is closed. */
  async predict(bitmap: ImageBitmap): Promise<Prediction> {
    try {
      return await this.#answering(false, async ({ head, network, inputSize }) => {
        const start = performance.now();
        const pixels = this.#surroundings.readPixels(bitmap, inputSize);
        const features = await embedBatch(network, [pixels], inputSize);
        return predictionOf(head, features, performance.now() - start);
      });
    } finally {
      bitmap.close();
    }
  }

  /**
   * The answer of the live head, why it is that one, and the nearest samples, from one pass. The bitmap is closed.
   * Throws EngineError 'no-head' also where the head has no class `classId`.
   */
  async explain(bitmap: ImageBitmap, options: ExplainOptions): Promise<Explanation> {
    try {
      const { asTrained = false } = options;
      return await this.#answering(asTrained, async ({ head, network, inputSize }) => {
        const start = performance.now();
        const pixels = this.#surroundings.readPixels(bitmap, inputSize);
        const seen = await seePicture(network, pixels, inputSize);
        const msEmbed = performance.now() - start;
        const prediction = predictionOf(head, seen.pooled, msEmbed);
        const { classes } = prediction;
        const { classId = likeliest(prediction, options.among) } = options;
        if (classId === undefined || !classes.includes(classId)) {
          throw new EngineError('no-head', `the head knows no class ${classId}`);
        }
        const { places, exact } = evidenceOf(head, seen, classes.indexOf(classId));
        const { width, height } = seen;
        const values = shown(places);
        return {
          prediction,
          heat: { classId, width, height, values, evidence: places, exact },
          nearest: await this.#nearestSeen(bitmap, options, head.network ? undefined : seen.pooled),
        };
      });
    } finally {
      bitmap.close();
    }
  }

  /** The samples nearest to a picture, as the backbone in use sees them: `pooled` where that was computed already. */
  async #nearestSeen(
    bitmap: ImageBitmap,
    { nearest }: ExplainOptions,
    pooled: Float32Array | undefined,
  ): Promise<Neighbour[]> {
    if (!nearest) return [];
    const { held, info } = this.#inUse();
    const see = () => {
      const pixels = this.#surroundings.readPixels(bitmap, info.inputSize);
      return embedBatch(held.backbone, [pixels], info.inputSize);
    };
    const features = pooled ?? (await this.#holding(held, see));
    return this.#nearest(info.key, features, nearest.ids, nearest.k, nearest.exclude);
  }

  /**
   * The live head on its backbone as a layers model, and what the engine answers to pictures, by which a program that
   * runs the model can see that it answers the same. Bitmaps are closed. Throws EngineError 'no-head'.
   */
  async exportModel(pictures: ImageBitmap[]): Promise<ExportedModel> {
    try {
      return await this.#answering(false, async ({ head, network, inputSize }) => {
        if ('see' in network) throw unknownDesign();
        const golden: GoldenAnswer[] = [];
        for (const bitmap of pictures) {
          // A copy: the reader may hand out its own.
          const pixels = new Uint8ClampedArray(this.#surroundings.readPixels(bitmap, inputSize));
          const features = await embedBatch(network, [pixels], inputSize);
          const { probabilities, familiarity } = predictionOf(head, features, 0);
          golden.push({ pixels, probabilities, ...(familiarity && { familiarity }) });
        }
        const values = await valuesOf(network);
        const model = layersModelOf(network.card, values, head, inputSize);
        return { model, inputSize, head, golden };
      });
    } finally {
      for (const bitmap of pictures) bitmap.close();
    }
  }

  /**
   * Takes a model of somebody else, to answer beside the classifier, in the place of the one before. Where it cannot be
   * used that one stays.
   */
  async importModel(files: File[]): Promise<ImportOutcome> {
    const { openModel } = await import('./imported/imported-model');
    const model = await openModel(files);
    if ('problem' in model) return model;
    this.dropImported();
    this.#imported = { model, dispose: () => model.dispose(), users: 0, replaced: false };
    return { info: model.info };
  }

  /** The imported model goes, with all its tensors. */
  dropImported(): void {
    if (!this.#imported) return;
    this.#imported.replaced = true;
    disposeUnused(this.#imported);
    this.#imported = undefined;
  }

  /** The imported model's share for each of its labels; undefined where there is none. The bitmap is closed. */
  async answerImported(bitmap: ImageBitmap): Promise<number[] | undefined> {
    try {
      const held = this.#imported;
      if (!held) return undefined;
      const { model } = held;
      const pixels = this.#surroundings.readPixels(bitmap, model.info.inputSize);
      return await this.#holding(held, async () => [...(await model.answer([pixels]))]);
    } finally {
      bitmap.close();
    }
  }

  /**
   * What the imported model is worth beside the classifier: see compareModels. It asks `picturesOf` for samples' pictures
   * and closes them. Undefined where there is no such model. Aborted by `abort(job)`. Throws EngineError
   * 'features-missing' where a picture is gone.
   */
  async compareImported(
    job: number,
    request: ModelComparisonRequest,
    picturesOf: (ids: string[]) => Promise<PictureToEmbed[]>,
    onProgress: (done: number, total: number) => void,
  ): Promise<ModelComparison | undefined> {
    const held = this.#imported;
    if (!held) return undefined;
    const { model } = held;
    const { length: total } = request.pictures;
    const { inputSize, labels } = model.info;
    const size = BATCH[this.#backend?.name ?? 'cpu'];
    const answers = new Float32Array(total * labels.length);
    return this.#asJob(job, (signal) =>
      this.#holding(held, async () => {
        const breathe = breather(0);
        const heard: unknown[] = [];
        for (let i = 0; i < total; i += size) {
          await breathe();
          if (signal.aborted) throw new EngineError('aborted', 'the comparison was cancelled');
          const ids = request.pictures.slice(i, i + size).map(({ id }) => id);
          const pixels = await this.#rgbaOf(ids, inputSize, picturesOf);
          answers.set(await model.answer(pixels), i * labels.length);
          heard.push(onProgress(i + ids.length, total));
        }
        await Promise.all(heard);
        return compareModels(request, answers);
      }),
    );
  }

  /** The nearest samples, nearest first. Throws EngineError 'features-missing' where that sample has none. */
  nearest({ featureKey, of, ids, k }: NearestRequest): Neighbour[] {
    if (typeof of !== 'string') return this.#nearest(featureKey, of, ids, k);
    const features = this.#remembered(featureKey).get(of);
    if (!features) throw new EngineError('features-missing', `Sample ${of}`);
    return this.#nearest(featureKey, features, ids, k, of);
  }

  #nearest(key: FeatureKey, of: Float32Array, ids: string[], k: number, exclude?: string) {
    const bank = this.#remembered(key);
    return nearestTo(
      of,
      ids.map((id) => [id, bank.get(id)] as const),
      k,
      exclude,
    );
  }

  /**
   * Places remembered samples on a map. Aborted by `abort(job)`. Throws EngineError 'features-missing', and 'no-head'
   * where they are to be placed by the answers of a head that is not there.
   */
  async placeOnMap(
    job: number,
    { featureKey, ids, seed, by }: MapRequest,
    onUpdate: (event: MapEvent) => void,
  ): Promise<MapPlaces> {
    return this.#asJob(job, async (signal) => {
      if (ids.length === 0) return { places: new Float32Array(), layout: 'pca' };
      const { features, size } = this.#gathered(featureKey, ids);
      const head = by === 'answers' ? this.#headFor(featureKey) : undefined;
      const answers = head && { values: logits(head, features), classes: head.classes.length };
      const heard: unknown[] = [];
      const places = await this.#surroundings.placeAll(
        { features, size, seed, ...(answers && { logits: answers }) },
        (event) => void heard.push(onUpdate(event)),
        signal,
      );
      await Promise.all(heard);
      return places;
    });
  }

  /**
   * What would make the classifier better, as far as remembered samples and some pictures tell. Bitmaps are closed.
   * Aborted by `abort(job)`. Throws EngineError 'features-missing', also where the backbone is another meanwhile.
   */
  async adviseOn(job: number, request: AdviceRequest): Promise<Advice> {
    const { featureKey, classes, samples, seed, pictures = [] } = request;
    const work = async (signal: AbortSignal) => {
      const ids = samples.map(({ id }) => id);
      const border = await this.#embedBorders(featureKey, pictures, signal);
      const placeOf = new Map(ids.map((id, i) => [id, i]));
      const places = pictures.map(({ id = '' }) => placeOf.get(id) ?? -1);
      if (places.includes(-1)) {
        throw new EngineError('features-missing', 'a picture is of none of the samples');
      }
      const data = { ...this.#gathered(featureKey, ids), samples, seed };
      return adviceOn(
        {
          ...data,
          classCount: classes.length,
          ...(border && { border: { places, features: border } }),
        },
        signal,
      );
    };
    try {
      return await this.#asJob(job, work);
    } finally {
      for (const { bitmap } of pictures) bitmap.close();
    }
  }

  /** Features of pictures whose middle is blanked: [pictures × size]; undefined for none. */
  async #embedBorders(key: FeatureKey, pictures: PictureToEmbed[], signal: AbortSignal) {
    if (pictures.length === 0) return undefined;
    const { held, info } = this.#inUse();
    if (info.key !== key) throw new EngineError('features-missing', `${info.key} is in use`);
    const side = info.inputSize;
    const size = this.#batchOf(held);
    const features = new Float32Array(pictures.length * info.features);
    const breathe = breather(0);
    await this.#holding(held, async () => {
      for (let i = 0; i < pictures.length; i += size) {
        await breathe();
        if (signal.aborted) throw new EngineError('aborted', 'the advice was cancelled');
        const batch = pictures.slice(i, i + size).map(({ bitmap }) => {
          const rgba = this.#surroundings.readPixels(bitmap, side);
          blankMiddle(rgba, side);
          return rgba;
        });
        features.set(await embedBatch(held.backbone, batch, side), i * info.features);
      }
    });
    return features;
  }

  /**
   * What ImageNet's own head sees in a picture: the `count` most probable of its classes, best first. Loads that head, and
   * its backbone where another one is in use, when it is first asked: they stay until `releaseGuests`. The bitmap is closed.
   */
  async seeAsSource(
    baseUrl: string,
    bitmap: ImageBitmap,
    count: number,
    onProgress: (bytes: number, total: number) => void,
  ): Promise<SourceAnswer[]> {
    try {
      const pixels = this.#surroundings.readPixels(bitmap, SOURCE.inputSize);
      const held = await this.#guest(baseUrl, SOURCE.backbone, onProgress);
      return await this.#holding(held, async () => {
        const [head, { topAnswers }] = await Promise.all([
          this.#headOfSource(baseUrl, designOf(held)),
          // With the names of 1,000 classes: for who asks.
          import('./backbone/source-head'),
        ]);
        const features = tf.tidy(() =>
          pooledFeatures(held.backbone, tensorOf([pixels], SOURCE.inputSize)),
        );
        try {
          const [answers = []] = await topAnswers(head, features, count);
          return answers;
        } finally {
          features.dispose();
        }
      });
    } finally {
      bitmap.close();
    }
  }

  /** Loaded once, and kept: it is small. */
  async #headOfSource(baseUrl: string, { card }: Backbone): Promise<SourceHead> {
    if (card.id !== SOURCE.backbone) {
      throw new EngineError('backbone-missing', `${card.id} has no source head`);
    }
    this.#sourceHead ??= loadSourceHead(
      card,
      `${baseUrl}${SOURCE.backbone}/`,
      this.#surroundings.fetchFile,
    );
    return this.#sourceHead.catch((error: unknown) => {
      this.#sourceHead = undefined; // The next one may succeed.
      throw error;
    });
  }

  /**
   * Looks at pictures with a backbone, which need not be the one in use, and remembers what every stage of it sees, for
   * `compareLayers`. Pictures that were probed before need not be given again. Bitmaps are closed. Aborted by `abort(job)`.
   *
   * @returns the features of the last stage, as `embed` gives them
   */
  async probe(
    job: number,
    baseUrl: string,
    spec: FeatureSpec,
    pictures: PictureToEmbed[],
    onProgress: (bytes: number, total: number) => void,
  ): Promise<Embedded> {
    const work = async (signal: AbortSignal): Promise<Embedded> => {
      const held = await this.#guest(baseUrl, spec.backbone, onProgress);
      const { backbone } = held;
      // Of one's own model the features alone.
      const channels = isOwn(backbone)
        ? [backbone.features]
        : backbone.card.stages.map(({ outputChannels }) => outputChannels);
      const features = channels.at(-1) ?? 0;
      const probes = this.#probes.get(specName(spec)) ?? { channels, vectors: new Map() };
      this.#probes.set(specName(spec), probes);
      const width = channels.reduce((sum, count) => sum + count, 0);
      const size = this.#batchOf(held);
      const vectors: Float32Array[] = [];
      const breathe = breather(0);
      await this.#holding(held, async () => {
        for (let i = 0; i < pictures.length; i += size) {
          await breathe();
          if (signal.aborted) throw new EngineError('aborted', 'the probe was cancelled');
          const batch = pictures.slice(i, i + size);
          const seen = await probeBatch(
            held.backbone,
            batch.map(({ bitmap }) => this.#surroundings.readPixels(bitmap, spec.inputSize)),
            spec.inputSize,
          );
          batch.forEach(({ id }, k) => {
            const vector = seen.slice(k * width, (k + 1) * width);
            if (id !== undefined) probes.vectors.set(id, vector);
            const [oldest = ''] = probes.vectors.size > MOST_PROBED ? probes.vectors.keys() : [];
            probes.vectors.delete(oldest);
            vectors.push(vector.slice(width - features));
          });
        }
      });
      return { key: keyOf(backbone, spec), vectors };
    };
    try {
      return await this.#asJob(job, work);
    } finally {
      for (const { bitmap } of pictures) bitmap.close();
    }
  }

  /** Ids of those pictures that were not probed yet. */
  notProbed(spec: FeatureSpec, ids: string[]): string[] {
    const known = this.#probes.get(specName(spec))?.vectors;
    return known ? ids.filter((id) => !known.has(id)) : ids;
  }

  /** Scores and measures all stages of the probed backbones: see compareLayers. Aborted by `abort(job)`. */
  async compareLayers(
    job: number,
    request: LayersRequest,
    onProgress: (done: number, total: number) => void,
  ): Promise<LayerComparison | undefined> {
    const probed = (spec: FeatureSpec) => {
      const probes = this.#probes.get(specName(spec));
      if (!probes) throw new EngineError('features-missing', `${specName(spec)} probed nothing`);
      return { channels: probes.channels, vectorOf: (id: string) => probes.vectors.get(id) };
    };
    return this.#asJob(job, (signal) => compareLayers(request, probed, onProgress, signal));
  }

  /**
   * What `count` channels of a stage of the backbone in use see in a picture. A stage that it does not have is its
   * last one. The bitmap is closed.
   */
  async channelMaps(bitmap: ImageBitmap, stage: number, count: number): Promise<ChannelMaps> {
    try {
      const { held, info } = this.#inUse();
      const pixels = this.#surroundings.readPixels(bitmap, info.inputSize);
      const backbone = designOf(held);
      const last = Math.min(stage, backbone.card.stages.length - 1);
      const { values, side, channels } = await this.#holding(held, () =>
        seeStage(backbone, pixels, info.inputSize, last),
      );
      const maps = channelMapsOf(values, side, channels, count);
      return { stage: last, channels, side, ...maps };
    } finally {
      bitmap.close();
    }
  }

  /**
   * How far other pictures are from the samples, and what adapting to them brings: see domainDistance. Aborted by
   * `abort(job)`. Throws EngineError 'features-missing'.
   */
  async domainDistance(
    job: number,
    { featureKey, classes, samples, other, seed }: DomainRequest,
  ): Promise<DomainReport | undefined> {
    return this.#asJob(job, async (signal) => {
      const ids = samples.map(({ id }) => id);
      const { features, size } = this.#gathered(featureKey, ids);
      const theirs = new Float32Array(other.length * size);
      for (const [i, { features: given }] of other.entries()) {
        const row = typeof given === 'string' ? this.#remembered(featureKey).get(given) : given;
        if (row?.length !== size) throw new EngineError('features-missing', 'of another picture');
        theirs.set(row, i * size);
      }
      const labels = other.flatMap(({ label }) => (label === undefined ? [] : [label]));
      const labelled = labels.length === other.length && labels.length > 0;
      return domainDistance(
        {
          features,
          groups: samples.map(({ group }) => group),
          labels: Int32Array.from(samples, ({ label }) => label),
          classCount: classes.length,
        },
        {
          features: theirs,
          groups: other.map(({ group }) => group),
          ...(labelled && { labels: Int32Array.from(labels) }),
        },
        size,
        seed,
        signal,
      );
    });
  }

  /** Looks whether files are a model to use as a backbone: see inspectOwnModel. */
  async inspectOwnModel(parts: ModelPart[]): Promise<OwnModelReport> {
    const { inspectOwnModel } = await import('./own/own-backbone');
    return inspectOwnModel(parts);
  }

  /** Which scaling of the pixels suits a model best: see compareScalings. Bitmaps are closed. Aborted by `abort(job)`. */
  async compareScalings(
    job: number,
    file: OwnModelFile,
    end: ModelEnd,
    inputSize: number,
    pictures: LabelledPicture[],
  ): Promise<ScalingAdvice> {
    try {
      const { compareScalings } = await import('./own/scalings');
      const pixels = pictures.map(
        // Copies: the reader may hand out its own.
        ({ bitmap }) => new Uint8ClampedArray(this.#surroundings.readPixels(bitmap, inputSize)),
      );
      const labels = Int32Array.from(pictures, ({ label }) => label);
      return await this.#asJob(job, (signal) =>
        compareScalings(file, end, { pixels, side: inputSize, labels }, signal),
      );
    } finally {
      for (const { bitmap } of pictures) bitmap.close();
    }
  }

  /** Lets the backbones go that were loaded beside the one in use. */
  async releaseGuests(): Promise<void> {
    const guests = [...this.#guests.values()];
    this.#guests.clear();
    for (const guest of guests) {
      const held = await guest.catch(() => undefined); // Whoever asked for it got the error.
      if (!held) continue;
      held.replaced = true;
      disposeUnused(held);
    }
  }

  /** A backbone to compute with under `#holding`, right away: the one in use, or one beside it. */
  async #guest(
    baseUrl: string,
    id: BackboneId,
    onProgress: (bytes: number, total: number) => void,
  ): Promise<HeldBackbone> {
    if (this.#loaded?.info.id === id) return this.#loaded.held;
    const known = this.#guests.get(id);
    if (known) return known;
    if (partsOfOwnId(id)) throw new EngineError('own-backbone-missing', `${id} is not in use`);
    const loading = loadBackbone(`${baseUrl}${id}/`, this.#surroundings.fetchFile, {
      onProgress,
    }).then(heldBackbone);
    this.#guests.set(id, loading);
    loading.catch(() => this.#guests.delete(id)); // Whoever asked for it gets the error.
    return loading;
  }

  /** Cancels an embedding, a map or an advice, or stops a training at the end of its pass. */
  abort(job: number): void {
    this.#jobs.get(job)?.abort();
  }

  memory(): EngineMemory {
    const { numTensors, numBytes } = tf.memory();
    let remembered = 0;
    for (const bank of this.#features.values()) remembered += bank.size;
    return { tensors: numTensors, bytes: numBytes, remembered };
  }

  /** Runs a computation with weights, which stay whole meanwhile. */
  async #holding<T>(held: Held, compute: () => Promise<T>): Promise<T> {
    held.users++;
    try {
      return await compute();
    } finally {
      held.users--;
      disposeUnused(held);
    }
  }

  #batchOf({ backbone }: HeldBackbone): number {
    return (isOwn(backbone) ? OWN_BATCH : BATCH)[this.#backend?.name ?? 'cpu'];
  }

  #inUse(): LoadedBackbone {
    if (!this.#loaded) throw new EngineError('backbone-missing', 'no backbone is loaded');
    return this.#loaded;
  }

  #headFor(key: FeatureKey): SavedHead {
    // One of a file may claim a key whose features are of another length.
    const fits = this.#head?.featureSize === this.#loaded?.info.features;
    if (this.#head?.featureKey !== key || !fits) {
      throw new EngineError('no-head', `no head for ${key}`);
    }
    return this.#head;
  }

  /** Features of remembered samples, one below the other: a copy. */
  #gathered(key: FeatureKey, ids: string[]): { features: Float32Array; size: number } {
    const bank = this.#remembered(key);
    const size = bank.get(ids[0] ?? '')?.length ?? 0;
    const features = new Float32Array(ids.length * size);
    for (const [i, id] of ids.entries()) {
      const row = bank.get(id);
      if (!row || row.length !== size) throw new EngineError('features-missing', `Sample ${id}`);
      features.set(row, i * size);
    }
    return { features, size };
  }

  #remembered(key: FeatureKey): Map<string, Float32Array> {
    const bank = this.#features.get(key) ?? new Map<string, Float32Array>();
    this.#features.set(key, bank);
    return bank;
  }

  async #asJob<T>(job: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#jobs.set(job, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#jobs.delete(job);
    }
  }
}

function keyOf(backbone: Backbone | OwnBackbone, spec: FeatureSpec): FeatureKey {
  const version = isOwn(backbone) ? 1 : backbone.card.version;
  return featureKeyOf(spec, version);
}

function isOwn(backbone: Backbone | OwnBackbone): backbone is OwnBackbone {
  return 'see' in backbone;
}

/** The backbone with its stages. Throws EngineError 'unknown-design' of one's own model. */
function designOf({ backbone }: HeldBackbone): Backbone {
  if (isOwn(backbone)) throw unknownDesign();
  return backbone;
}

function unknownDesign(): EngineError {
  return new EngineError('unknown-design', 'the stages of the model in use are not known');
}

async function loadOwn({ backbone }: FeatureSpec, file: OwnModelFile): Promise<OwnBackbone> {
  const parts = partsOfOwnId(backbone);
  if (!parts) throw new EngineError('own-backbone-missing', `${backbone} is no model of one's own`);
  const { loadOwnBackbone } = await import('./own/own-backbone');
  return loadOwnBackbone(file, parts.scaling, parts.end);
}

function infoOf(
  backbone: Backbone | OwnBackbone,
  spec: FeatureSpec,
  msPerPicture: number,
): BackboneInfo {
  const { inputSize } = spec;
  const both = { id: spec.backbone, key: keyOf(backbone, spec), inputSize, msPerPicture };
  if (isOwn(backbone)) {
    const { features, parameters, bytes } = backbone;
    const name = spec.name ?? spec.backbone;
    return { ...both, name, features, parameters, bytes, hasSourceHead: false, stages: [] };
  }
  const { card } = backbone;
  return {
    ...both,
    name: card.name,
    features: card.features,
    parameters: card.parameters,
    multiplyAdds: multiplyAddsAt(card, inputSize),
    bytes: card.weights.bytes,
    licence: card.licence.spdx,
    source: card.source,
    hasSourceHead: card.sourceHead !== undefined,
    stages: stageCosts(card, inputSize),
  };
}

function heldBackbone(backbone: Backbone | OwnBackbone): HeldBackbone {
  return { backbone, dispose: () => backbone.dispose(), users: 0, replaced: false };
}

function disposeUnused(held: Held): void {
  if (held.replaced && held.users === 0) held.dispose();
}

/** Undefined where the head knows none of those. */
function likeliest({ classes, probabilities }: Prediction, among = classes): string | undefined {
  const known = classes
    .map((id, i) => ({ id, probability: probabilities[i] ?? 0 }))
    .filter(({ id }) => among.includes(id));
  return known.toSorted((a, b) => b.probability - a.probability)[0]?.id;
}

/** What the head says of one picture's raw features. */
function predictionOf(head: SavedHead, features: Float32Array, msEmbed: number): Prediction {
  const familiarity = head.familiarity && rateFamiliarity(head.familiarity, features);
  return {
    classes: head.classes,
    probabilities: [...answer(head, features)],
    ...(familiarity && { familiarity }),
    msEmbed,
  };
}

/** Pooled features of pictures given as RGBA bytes: [pictures × features]. */
async function embedBatch(
  network: Network | Sight,
  pictures: Uint8ClampedArray[],
  side: number,
): Promise<Float32Array> {
  const features = tf.tidy(() => pooledFeatures(network, tensorOf(pictures, side)));
  try {
    return (await features.data()) as Float32Array;
  } finally {
    features.dispose();
  }
}

/** Pooled outputs of all stages: [pictures × their channels]. */
async function probeBatch(
  backbone: Backbone | OwnBackbone,
  pictures: Uint8ClampedArray[],
  side: number,
): Promise<Float32Array> {
  if (isOwn(backbone)) return embedBatch(backbone, pictures, side);
  const stages = tf.tidy(() => pooledStages(backbone, tensorOf(pictures, side)));
  try {
    return (await stages.data()) as Float32Array;
  } finally {
    stages.dispose();
  }
}

/** One picture's last feature map with its mean. */
async function seePicture(
  network: Network | Sight,
  picture: Uint8ClampedArray,
  side: number,
): Promise<SeenPicture> {
  const { map, pooled } = tf.tidy(() => mapAndPooled(network, tensorOf([picture], side)));
  try {
    const [, height, width] = map.shape;
    const [mapValues, pooledValues] = await Promise.all([
      map.data<'float32'>(),
      pooled.data<'float32'>(),
    ]);
    return { map: mapValues, height, width, pooled: pooledValues };
  } finally {
    tf.dispose([map, pooled]);
  }
}

/** A network's weights as plain numbers. */
function valuesOf({ tensors }: Network): Promise<ConvolutionValues[][]> {
  return Promise.all(
    tensors.map((stage) =>
      Promise.all(
        stage.map(async ({ kernel, bias }) => ({
          kernel: await kernel.data<'float32'>(),
          bias: await bias.data<'float32'>(),
        })),
      ),
    ),
  );
}

/** One picture's output of one stage: [side, side, channels]. */
async function seeStage(
  backbone: Backbone,
  picture: Uint8ClampedArray,
  side: number,
  stage: number,
): Promise<{ values: Float32Array; side: number; channels: number }> {
  const output = tf.tidy(() =>
    runStages(backbone, preprocess(backbone.card, tensorOf([picture], side)), 0, stage + 1),
  );
  try {
    const [, height, , channels] = output.shape;
    return { values: await output.data<'float32'>(), side: height, channels };
  } finally {
    output.dispose();
  }
}

/** Compiles kernels with one pass, then times one picture: milliseconds, the best of two. */
async function timeEmbedding(backbone: Backbone | OwnBackbone, side: number): Promise<number> {
  const blank = new Uint8ClampedArray(side * side * 4);
  await embedBatch(backbone, [blank], side);
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 2; i++) {
    const start = performance.now();
    await embedBatch(backbone, [blank], side);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
