// What computes: WebGPU, WebGL, WebAssembly or plain JavaScript.

// The types that cross the engine worker's boundary, and nothing else.

export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** Why a backend was or was not used. There is one entry for each that was tried or skipped. */
export interface BackendTrial {
  name: BackendName;
  outcome: 'used' | 'standby' | 'unavailable' | 'software' | 'wrong' | 'slower' | 'not-asked';
  /** A renderer's name or an error's text, for the technically curious. It is not translated. */
  detail?: string;
  /** The milliseconds of a short forward pass, if one was timed. */
  msForward?: number;
}

export interface BackendReport {
  name: BackendName;
  /** True if `?backend=` or a call chose it. */
  forced: boolean;
  /** How many threads the wasm backend uses. */
  threads?: number;
  trials: BackendTrial[];
}

export interface StartOptions {
  /** If given, only this one is tried. Otherwise the best backend that passes its proof is used. */
  backend?: BackendName;
  /** Backends that should not be tried again, because they crashed the worker before. */
  exclude?: BackendName[];
  /** Limits wasm to one thread, because a worker died before it was ready. */
  singleThread?: boolean;
}
