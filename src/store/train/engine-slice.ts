// The engine as the page sees it: backend, backbone, and features that are still to be made.
import type { StateCreator } from 'zustand';
import type { EngineStatus } from '../../engine/boundary/status';
import type { FeatureSpec } from '../../model/backbone';
import type { EngineErrorKind } from '../../model/engine-error';
import { EngineError } from '../../model/engine-error';
import { DEFAULT_SPEC } from '../../model/settings';
import { bringFeatures } from '../../runtime/features';
import { services } from '../../runtime/services';
import { StorageError } from '../../storage/storage-error';
import type { AppState } from '../app-store';
import { samplesOf } from '../project/samples-by-class';

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
  /** Resolves when the engine remembers the features of all samples under the spec in use. */
  syncEngine(): Promise<void>;
  /** A person's choice: kept with the project once it works. */
  chooseBackbone(spec: FeatureSpec): Promise<void>;
  /** Puts a backbone to use; false, and the old one goes on, where it cannot be loaded. */
  useSpec(spec: FeatureSpec): Promise<boolean>;
}

export const createEngineSlice: StateCreator<AppState, [], [], EngineSlice> = (set, get) => {
  let syncing = new AbortController();
  let latest: Promise<void> = Promise.resolve();

  const sync = async (signal: AbortSignal, later: () => Promise<void>): Promise<void> => {
    try {
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
    } catch (error) {
      // A later one took over: the features are there when that is done.
      if (signal.aborted) return later();
      if (error instanceof StorageError) set({ saveError: error.kind });
      else if (!(error instanceof EngineError)) throw error;
      // After a crash the new worker asks for this again.
      else if (error.kind !== 'engine-crashed') set({ engineError: error.kind });
    } finally {
      if (!signal.aborted) set({ embedding: undefined, syncing: false });
    }
  };

  return {
    engine: { phase: 'starting', restarts: 0 },
    spec: DEFAULT_SPEC,
    embedding: undefined,
    engineError: undefined,
    refused: undefined,
    syncing: false,

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
      const works = await get().useSpec(spec);
      // Another project, or another backbone, may have been chosen meanwhile.
      if (!works || get().project?.id !== project?.id || get().spec !== spec) return;
      await get().changeProjectSettings({ features: spec });
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
        const own = ['own-backbone-missing', 'own-backbone-unfit'].includes(error.kind);
        set(own ? { refused: { spec, why: error.kind } } : { engineError: error.kind });
        return false;
      }
      await get().syncEngine();
      if (get().learned) await get().learn();
      return true;
    },
  };
};
