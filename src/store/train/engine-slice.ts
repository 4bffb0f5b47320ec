// The engine as the page sees it: backend, backbone, and features that are still to be made.
import type { EngineStatus } from '../../engine/boundary/status';
import type { FeatureSpec } from '../../model/backbone';
import { EngineError, type EngineErrorKind } from '../../model/engine-error';
import { DEFAULT_SPEC, isSameSpec, settingsOf } from '../../model/settings';
import { bringFeatures } from '../../runtime/features';
import { services } from '../../runtime/services';
import { announce, on } from '../lifecycle';
import { asAct, type Outcome } from '../outcome';
import { samplesOf } from '../project/samples-by-class';
import type { Slice } from '../slice';

export interface EngineSlice {
  engine: EngineStatus;
  spec: FeatureSpec;
  /** Pictures being embedded anew, after a change of backbone or where an earlier session ended too soon. */
  embedding: { done: number; total: number } | undefined;
  engineError: EngineErrorKind | undefined;
  /** One's own model that the project is set to and that cannot be used here: another one is in use until somebody chooses. */
  refused: { spec: FeatureSpec; why: EngineErrorKind } | undefined;
  /** Features are on their way into the engine. */
  syncing: boolean;
  showEngine(engine: EngineStatus): void;
  /** The engine could not begin with the project's own model, and has another one in use. */
  refuseSpec(spec: FeatureSpec, why: EngineErrorKind): void;
  /** Resolves when the engine remembers the features of all samples under the spec in use. */
  syncEngine(): Outcome;
  /** A person's choice: kept with the project once it works. Says why it does not, where it does not. */
  chooseBackbone(spec: FeatureSpec): Outcome<EngineErrorKind | undefined>;
  /** Puts a backbone to use; says why not, and the old one goes on, where it cannot be loaded. */
  useSpec(spec: FeatureSpec): Outcome<EngineErrorKind | undefined>;
}

export const createEngineSlice: Slice<EngineSlice> = (set, get) => {
  let syncing = new AbortController();
  let latest: Promise<void> = Promise.resolve();

  const sync = async (signal: AbortSignal, later: () => Promise<void>): Promise<void> => {
    const bring = async () => {
      const { engine } = services();
      const { key } = await engine.ready();
      // It began with the project's, which it could not have.
      if (get().refused?.spec.backbone === get().spec.backbone) set({ spec: engine.spec });
      const { learned } = get();
      // In one go: a picture that is answered in between would get another project's answer.
      await Promise.all([
        engine.call('setHead', learned?.result.head),
        get().takeStandInToEngine(),
      ]);
      // The tab that works on the project makes features and learns.
      if (get().role === 'follows') return;
      await bringFeatures(
        get().classes.flatMap((row) => samplesOf(get().samples, row.id).map(({ id }) => id)),
        key,
        (done, total) => set({ embedding: { done, total } }),
        signal,
      );
      set({ engineError: undefined });
    };
    const unlessOvertaken = async () => {
      try {
        await bring();
      } catch (error) {
        // A later one took over: the features are there when that is done.
        if (!signal.aborted) throw error;
        await later();
      }
    };
    try {
      await asAct(unlessOvertaken, (engineError) => {
        // After a crash the new worker asks for this again.
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
    // What was learned from these pictures may be good still; else learn as if they had just arrived.
    if (get().project?.id === id) announce('samplesChanged');
  });
  on('left', async () => {
    // Until it has the features of the next project; what it refused was this one's.
    set({ syncing: true, refused: undefined });
    const known = Object.keys(get().samples);
    if (known.length === 0) return;
    try {
      await services().engine.call('forget', known);
    } catch (error) {
      // An engine that is not ready remembers nothing, and must keep nobody from another project.
      if (!(error instanceof EngineError)) throw error;
    }
  });
  on('specChanged', async (spec) => {
    if (get().spec !== spec) await get().useSpec(spec);
  });
  on('featuresMissing', () => get().syncEngine());
  on('engineReplaced', () => get().syncEngine());

  return {
    engine: { phase: 'starting', restarts: 0 },
    spec: DEFAULT_SPEC,
    embedding: undefined,
    engineError: undefined,
    refused: undefined,
    syncing: false,

    showEngine: (engine) => set({ engine }),

    refuseSpec: (spec, why) => set({ refused: { spec, why } }),

    syncEngine() {
      syncing.abort();
      syncing = new AbortController();
      set({ syncing: true });
      // Where none took over, as when a backbone is still to be loaded, it is over.
      const mine: Promise<void> = sync(syncing.signal, () =>
        latest === mine ? Promise.resolve() : latest,
      );
      latest = mine;
      return mine;
    },

    async chooseBackbone(spec) {
      const { project } = get();
      const why = await get().useSpec(spec);
      // Another project, or another backbone, may have been chosen meanwhile.
      if (why || get().project?.id !== project?.id || get().spec !== spec) return why;
      await get().changeProjectSettings({ features: spec });
      // It may have failed with the pictures only.
      return get().engineError;
    },

    async useSpec(spec) {
      syncing.abort(); // It would go on with a backbone that is not wanted any more.
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
