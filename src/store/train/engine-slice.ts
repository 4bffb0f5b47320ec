// The engine as the page sees it: its backend, its backbone, and the features that are still to be
// made.
import type { EngineStatus } from '../../engine/boundary/status';
import type { FeatureSpec } from '../../model/backbone';
import { EngineError, type EngineErrorKind } from '../../model/engine-error';
import { DEFAULT_SPEC, isSameSpec, settingsOf } from '../../model/settings';
import { bringFeatures } from '../../runtime/features';
import { services } from '../../runtime/services';
import { asAct } from '../as-act';
import { announce, on } from '../lifecycle';
import type { Outcome } from '../outcome';
import { samplesOf } from '../project/samples-by-class';
import type { Slice } from '../slice';

export type { EngineStatus };

/** A backbone that could not be used, and why. */
export interface RefusedSpec {
  spec: FeatureSpec;
  why: EngineErrorKind;
}

export interface EngineSlice {
  engine: EngineStatus;
  spec: FeatureSpec;
  /**
   * Pictures that are being embedded again, after a change of backbone or because an earlier
   * session ended too soon.
   */
  embedding: { done: number; total: number } | undefined;
  engineError: EngineErrorKind | undefined;
  /** The ids of the pictures behind the error 'features-broken'. */
  brokenPictures: string[];
  /**
   * The project's own model that cannot be used here. Another backbone is in use until somebody
   * chooses.
   */
  refused: RefusedSpec | undefined;
  /** Features are on their way into the engine. */
  syncing: boolean;
  showEngine(engine: EngineStatus): void;
  /** The engine could not start with the project's own model, and uses another backbone. */
  refuseSpec(spec: FeatureSpec, why: EngineErrorKind): void;
  /** Resolves when the engine holds the features of all samples for the spec in use. */
  syncEngine(): Outcome;
  /**
   * A person's choice, which is kept with the project once it works. If it does not work, resolves
   * with the reason.
   */
  chooseBackbone(spec: FeatureSpec): Outcome<EngineErrorKind | undefined>;
  /**
   * Puts a backbone to use. If it cannot be loaded, the old one stays in use and the reason is
   * given.
   */
  useSpec(spec: FeatureSpec): Outcome<EngineErrorKind | undefined>;
}

declare module '../state' {
  interface AppState extends EngineSlice {}
}

export const createEngineSlice: Slice<EngineSlice> = (set, get) => {
  let syncing = new AbortController();
  let latest: Promise<void> = Promise.resolve();
  /** A sync that will take along features of which the one under way may not know. */
  let due: Promise<void> | undefined;

  /** One after another, because each goes over all pictures. */
  const afterLatest = async () => {
    await Promise.allSettled([latest]);
    due = undefined;
    await get().syncEngine();
  };

  const sync = async (signal: AbortSignal, later: () => Promise<void>): Promise<void> => {
    const bring = async () => {
      const { engine } = services();
      const { key } = await engine.ready();
      // The engine could not start with the project's backbone and used another one.
      if (get().refused?.spec.backbone === get().spec.backbone) set({ spec: engine.spec });
      const { learned } = get();
      // These happen together: a picture answered in between would get another project's answer.
      await Promise.all([
        engine.call('setHead', learned?.result.head),
        get().takeStandInToEngine(),
      ]);
      // Only the tab that works on the project makes features and learns.
      if (get().role === 'follows') return;
      const broken = await bringFeatures(
        get().classes.flatMap((row) => samplesOf(get().samples, row.id).map(({ id }) => id)),
        key,
        (done, total) => set({ embedding: { done, total } }),
        signal,
      );
      set({ engineError: undefined, brokenPictures: broken });
      if (broken.length > 0) throw new EngineError('features-broken', broken.join(', '));
    };
    const unlessOvertaken = async () => {
      try {
        await bring();
      } catch (error) {
        // A later sync took over, and the features are there when that one is done.
        if (!signal.aborted) throw error;
        await later();
      }
    };
    try {
      await asAct(unlessOvertaken, (engineError) => {
        // After a crash, the new worker asks for this again.
        if (engineError !== 'engine-crashed') set({ engineError });
      });
    } finally {
      if (!signal.aborted) set({ embedding: undefined, syncing: false });
    }
  };

  on('entering', () => {
    const { project } = get();
    if (project) set({ spec: settingsOf(project).spec });
  });
  on('entered', async (id) => {
    const { spec, refused } = get();
    if (refused || isSameSpec(services().engine.spec, spec)) await get().syncEngine();
    else await get().useSpec(spec);
    // What was learned from these pictures may still be valid. If it is not, they are learned from
    // as if they had just arrived.
    if (get().project?.id === id) announce('contentChanged');
  });
  on('left', async () => {
    // This holds until the engine has the next project's features. A refusal was about the last
    // project.
    set({ syncing: true, refused: undefined });
    const known = Object.keys(get().samples);
    if (known.length === 0) return;
    try {
      await services().engine.call('forget', known);
    } catch (error) {
      // An engine that is not ready remembers nothing, and must not keep anybody from another
      // project.
      if (!(error instanceof EngineError)) throw error;
    }
  });
  on('specChanged', async (spec) => {
    if (get().spec !== spec) await get().useSpec(spec);
  });
  on('featuresMissing', () => {
    due ??= afterLatest();
    return due;
  });
  on('engineReplaced', () => get().syncEngine());

  return {
    engine: { phase: 'starting', restarts: 0 },
    spec: DEFAULT_SPEC,
    embedding: undefined,
    engineError: undefined,
    brokenPictures: [],
    refused: undefined,
    syncing: false,

    showEngine: (engine) => set({ engine }),

    refuseSpec: (spec, why) => set({ refused: { spec, why } }),

    syncEngine() {
      syncing.abort();
      syncing = new AbortController();
      set({ syncing: true });
      // If no later sync took over, for instance because a backbone is still to be loaded, it is
      // over.
      const mine: Promise<void> = sync(syncing.signal, () =>
        latest === mine ? Promise.resolve() : latest,
      );
      latest = mine;
      return mine;
    },

    async chooseBackbone(spec) {
      const { project } = get();
      const why = await get().useSpec(spec);
      // Another project or another backbone may have been chosen meanwhile.
      if (why || get().project?.id !== project?.id || get().spec !== spec) return why;
      await get().changeProjectSettings({ features: spec });
      // The backbone may work and only the pictures have failed.
      return get().engineError;
    },

    async useSpec(spec) {
      syncing.abort(); // It would go on with a backbone that nobody wants any more.
      set({ spec, embedding: undefined, engineError: undefined, refused: undefined });
      try {
        await services().engine.setBackbone(spec);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        // A later choice may be on its way.
        if (get().spec === spec) set({ spec: services().engine.spec });
        await get().syncEngine();
        const { kind } = error;
        const own = ['own-backbone-missing', 'own-backbone-unfit'].includes(kind);
        set(own ? { refused: { spec, why: kind } } : { engineError: kind });
        return kind;
      }
      await get().syncEngine();
      if (get().learned) await get().learn();
      return undefined;
    },
  };
};
