// How the engine is.
import type { BackboneInfo } from '../../model/backbone';
import type { BackendReport } from '../../model/backend';
import type { EngineErrorKind } from '../../model/engine-error';

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

/** Tensors and bytes held by tfjs, and the feature vectors that the worker remembers. */
export interface EngineMemory {
  tensors: number;
  bytes: number;
  remembered: number;
}
