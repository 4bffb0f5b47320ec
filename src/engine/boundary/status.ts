// The state of the engine, as the page shows it.
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
  /** How many bytes of the backbone have been loaded. */
  loaded?: { bytes: number; total: number };
  error?: { kind: EngineErrorKind; detail: string };
}

/** The tensors and bytes that tfjs holds, and how many feature vectors the worker remembers. */
export interface EngineMemory {
  tensors: number;
  bytes: number;
  remembered: number;
}
