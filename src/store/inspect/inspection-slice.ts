// A closer look at what was learned: cross-validation, the map, advice, and why a picture got its
// answer. Each figure belongs to one run and is measured when somebody looks.
import type { Advice } from '../../model/advice';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import type { CrossValidation } from '../../model/evaluation';
import type { MapPlaces, MapRequest } from '../../model/map';
import type { Explanation, Neighbour } from '../../model/prediction';
import { withFoundStrength } from '../../model/probe';
import type { SampleRow } from '../../model/project';
import type { StoredRun } from '../../model/run';
import { services } from '../../runtime/services';
import { bitmapOf, bitmapsOf } from '../../runtime/stored-bitmaps';
import { asAct } from '../as-act';
import { on } from '../lifecycle';
import type { Outcome } from '../outcome';
import { learnable } from '../project/classes';
import type { Slice } from '../slice';
import type { AppState } from '../state';
import { requestOf } from '../train/learned-from';

export interface PictureMap extends MapPlaces {
  ids: string[];
  by: MapRequest['by'];
  /** The run that the map belongs to, once its places are final. */
  of?: StoredRun;
}

/**
 * What the labels of a figure stand for. Pictures and classes may have changed since it was
 * measured.
 */
interface Labelled {
  classes: string[];
}

/** Advice with the pictures of the recordings that its findings are about, by group. */
export interface LabelledAdvice extends Advice, Labelled {
  bursts: Record<string, string[]>;
}

export interface InspectionSlice {
  /** The run that these figures belong to. For another run they are measured again. */
  inspected: StoredRun | undefined;
  /** Undefined until it is measured. */
  crossValidation: (CrossValidation & Labelled) | undefined;
  advice: LabelledAdvice | undefined;
  map: PictureMap | undefined;
  mapBy: MapRequest['by'];
  /** What is being measured. For the map, with its epochs. */
  inspecting:
    | { what: 'cross-validation' | 'map' | 'advice'; done?: number; total?: number }
    | undefined;
  inspectionError: EngineErrorKind | undefined;
  /**
   * Measures whatever has not been measured yet for the run on show, and again after each new run.
   */
  inspect(): Outcome;
  /** Nobody is looking any more, so everything under way ends. */
  stopInspecting(): void;
  placeMapBy(by: MapRequest['by']): Outcome;
  /**
   * Explains why a sample gets its answer, or with `classId` why it would be that class, and finds
   * its nearest pictures. Undefined if its picture is gone, or if the engine failed, which
   * `inspectionError` tells.
   */
  explainSample(id: string, classId?: string): Outcome<Explanation | undefined>;
  nearestTo(id: string, count: number): Outcome<Neighbour[]>;
}

/** The number of pictures of a class whose borders are examined for the advice on backgrounds. */
const BORDERS_A_CLASS = 40;
const NEAREST = 6;

declare module '../state' {
  interface AppState extends InspectionSlice {}
}

export const createInspectionSlice: Slice<InspectionSlice> = (set, get) => {
  let cancel = new AbortController();

  const fail = (inspectionError: EngineErrorKind) => set({ inspectionError });

  /** Takes steps of measuring one after another for one run, until another run begins. */
  const measure = async (steps: readonly ((signal: AbortSignal) => Promise<void>)[]) => {
    cancel.abort();
    cancel = new AbortController();
    const { signal } = cancel;
    const measureAll = async () => {
      for (const step of steps) {
        if (signal.aborted) return;
        await step(signal);
      }
      set({ inspectionError: undefined });
    };
    try {
      await asAct(measureAll, fail);
    } finally {
      if (!signal.aborted) set({ inspecting: undefined });
    }
  };

  /** Asks for something once. Undefined if that failed. */
  const asked = <T>(ask: () => Promise<T>): Promise<T | undefined> =>
    asAct(async () => {
      const answer = await ask();
      set({ inspectionError: undefined });
      return answer;
    }, fail);

  const crossValidate = async (signal: AbortSignal) => {
    if (get().crossValidation) return;
    set({ inspecting: { what: 'cross-validation' } });
    const whole = requestOf(get(), currentKey(get()));
    const settings = withFoundStrength(whole.settings, get().inspected?.result);
    const request = { ...whole, settings };
    const figures = await services().engine.call('crossValidate', request, { signal });
    if (!signal.aborted && figures) {
      set({ crossValidation: { ...figures, classes: request.classes } });
    }
  };

  const placeMap = async (signal: AbortSignal) => {
    const { mapBy: by, map, settings, inspected } = get();
    if (map?.by === by && map.of === inspected) return;
    const ids = shownOnMap(get());
    // Nothing that the map shows has changed. Answers change with each run, features with the
    // pictures.
    if (by === 'features' && map?.by === by && map.of && sameFeatures(map.of, inspected)) {
      const same = ids.length === map.ids.length && ids.every((id, i) => id === map.ids[i]);
      if (same) return set({ map: { ...map, ...(inspected ? { of: inspected } : {}) } });
    }
    const request = { featureKey: currentKey(get()), ids, seed: settings.seed, by };
    set({ inspecting: { what: 'map' } });
    const show = (places: MapPlaces) => !signal.aborted && set({ map: { ...places, ids, by } });
    const places = await services().engine.call('placeOnMap', request, {
      onEvent: (event) => {
        if (event.type === 'first') show(event);
        else if (!signal.aborted) {
          set({ inspecting: { what: 'map', done: event.done, total: event.total } });
        }
      },
      signal,
    });
    if (!signal.aborted)
      set({ map: { ...places, ids, by, ...(inspected ? { of: inspected } : {}) } });
  };

  const advise = async (signal: AbortSignal) => {
    if (get().advice) return;
    set({ inspecting: { what: 'advice' } });
    const { featureKey, classes, samples } = requestOf(get(), currentKey(get()));
    const pictures = await bitmapsOf(bordersOf(get()));
    const advice = await services().engine.call(
      'adviseOn',
      {
        featureKey,
        classes,
        samples,
        seed: get().settings.seed,
        pictures,
      },
      { signal },
    );
    const bursts = Object.fromEntries(
      advice.findings
        .flatMap((finding) => (finding.kind === 'near-identical-bursts' ? finding.groups : []))
        .map((group) => [
          group,
          samples.filter((each) => each.group === group).map(({ id }) => id),
        ]),
    );
    if (!signal.aborted) set({ advice: { ...advice, classes, bursts } });
  };

  on('leaving', () => get().stopInspecting());
  on('left', () =>
    set({
      inspected: undefined,
      crossValidation: undefined,
      advice: undefined,
      map: undefined,
      inspectionError: undefined,
    }),
  );

  return {
    inspected: undefined,
    crossValidation: undefined,
    advice: undefined,
    map: undefined,
    mapBy: 'features',
    inspecting: undefined,
    inspectionError: undefined,

    async inspect() {
      const { learned, inspected } = get();
      if (!learned) return;
      if (learned !== inspected) {
        // The old map stays until there is a new one.
        set({ inspected: learned, crossValidation: undefined, advice: undefined });
      }
      await measure([crossValidate, placeMap, advise]);
    },

    stopInspecting() {
      cancel.abort();
      set({ inspecting: undefined });
    },

    async placeMapBy(mapBy) {
      set({ mapBy });
      await measure([placeMap, crossValidate, advise]);
    },

    async explainSample(id, classId) {
      return asked(async () => {
        const picture = await bitmapOf(id);
        if (!picture) return undefined;
        return services().engine.call('explain', {
          bitmap: picture.bitmap,
          asTrained: true,
          ...(classId === undefined ? {} : { classId }),
          nearest: { ids: learnedIds(get()), k: NEAREST, exclude: id },
        });
      });
    },

    async nearestTo(id, k) {
      const request = { of: id, ids: learnedIds(get()), k };
      const nearest = await asked(() =>
        services().engine.call('nearest', { featureKey: currentKey(get()), ...request }),
      );
      return nearest ?? [];
    },
  };
};

/** The key of the backbone in use. @throws EngineError if no backbone is loaded yet */
function currentKey({ engine }: Pick<AppState, 'engine'>): string {
  if (!engine.backbone) throw new EngineError('backbone-missing', 'no backbone is loaded yet');
  return engine.backbone.key;
}

/** True if two runs use the same features. */
const sameFeatures = (one: StoredRun, other: StoredRun | undefined) =>
  one.result.head.featureKey === other?.result.head.featureKey;

export function learnedIds(state: Pick<AppState, 'classes' | 'samples'>): string[] {
  return [...learnable(state).values()].flat().map(({ id }) => id);
}

/** All pictures of the classes in use, including test pictures. */
function shownOnMap({ classes, samples }: Pick<AppState, 'classes' | 'samples'>): string[] {
  const inUse = new Set(classes.filter(({ off }) => !off).map(({ id }) => id));
  return Object.values(samples)
    .filter(({ classId }) => inUse.has(classId))
    .sort((a, b) => a.seq - b.seq)
    .map(({ id }) => id);
}

/**
 * Some pictures of each class, from as many recordings as possible: first one of each, then a
 * second of each.
 */
function bordersOf(state: Pick<AppState, 'classes' | 'samples'>): string[] {
  return [...learnable(state).values()].flatMap((rows) => {
    const places = new Map<string, number>();
    const placed = rows.map((row: SampleRow) => {
      const place = places.get(row.group) ?? 0;
      places.set(row.group, place + 1);
      return { id: row.id, place };
    });
    return placed
      .sort((a, b) => a.place - b.place)
      .slice(0, BORDERS_A_CLASS)
      .map(({ id }) => id);
  });
}
