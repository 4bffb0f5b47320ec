// The engine as the page sees it: backend, backbone, and features that are still to be made.
import type { StateCreator } from 'zustand';
import { EngineError } from '../engine/engine-error';
import type { BackboneId, EngineErrorKind, EngineStatus, FeatureSpec } from '../engine/protocol';
import { StorageError } from '../storage/storage-error';
import type { AppState } from './app-store';
import { bringFeatures } from './features';
import { learnable } from './project-slice';
import { services } from './services';

export interface EngineSlice {
  engine: EngineStatus;
  spec: FeatureSpec;
  /** Pictures being embedded anew, after a change of backbone or where an earlier session ended too soon. */
  embedding: { done: number; total: number } | undefined;
  engineError: EngineErrorKind | undefined;
  /** Resolves when the engine remembers the features of all samples under the spec in use. */
  syncEngine(): Promise<void>;
  chooseBackbone(spec: FeatureSpec): Promise<void>;
}

/**
 * A network sees best a little above the size it was trained at, as training crops make things look
 * larger (Touvron et al. 2019): MobileNetV2's weights are those of 160 px, Lite0's those of 224.
 */
export const DEFAULT_INPUT_SIZE: Record<BackboneId, number> = {
  'mobilenet-v2': 192,
  'efficientnet-lite0': 224,
};

export const DEFAULT_SPEC: FeatureSpec = {
  backbone: 'mobilenet-v2',
  inputSize: DEFAULT_INPUT_SIZE['mobilenet-v2'],
};

export const createEngineSlice: StateCreator<AppState, [], [], EngineSlice> = (set, get) => {
  let syncing = new AbortController();
  let latest: Promise<void> = Promise.resolve();

  const sync = async (signal: AbortSignal): Promise<void> => {
    try {
      const { engine } = services();
      const { key } = await engine.ready();
      const { learned } = get();
      await engine.setHead(learned?.result.head);
      await bringFeatures(
        [...learnable(get()).values()].flat().map(({ id }) => id),
        key,
        (done, total) => set({ embedding: { done, total } }),
        signal,
      );
      set({ engineError: undefined });
    } catch (error) {
      // A later one took over: the features are there when that is done.
      if (signal.aborted) return latest;
      if (error instanceof StorageError) set({ saveError: error.kind });
      else if (!(error instanceof EngineError)) throw error;
      // After a crash the new worker asks for this again.
      else if (error.kind !== 'engine-crashed') set({ engineError: error.kind });
    } finally {
      if (!signal.aborted) set({ embedding: undefined });
    }
  };

  return {
    engine: { phase: 'starting', restarts: 0 },
    spec: DEFAULT_SPEC,
    embedding: undefined,
    engineError: undefined,

    syncEngine() {
      syncing.abort();
      syncing = new AbortController();
      latest = sync(syncing.signal);
      return latest;
    },

    async chooseBackbone(spec) {
      const before = get().spec;
      syncing.abort(); // It would go on with a backbone that is not wanted any more.
      set({ spec, embedding: undefined, engineError: undefined });
      try {
        await services().engine.setBackbone(spec);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        // A later choice may be on its way.
        if (get().spec === spec) set({ spec: before });
        await get().syncEngine();
        set({ engineError: error.kind });
        return;
      }
      await get().saveSettings();
      await get().syncEngine();
      if (get().learned) await get().learn();
    },
  };
};
