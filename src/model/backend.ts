// What computes: WebGPU, WebGL, WebAssembly or plain JavaScript.

// The types that cross the engine worker's boundary, and nothing else.

export type BackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

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

export interface StartOptions {
  /** Tried alone when given; else the best that proves itself. */
  backend?: BackendName;
  /** Backends not to try again: they took the worker down before. */
  exclude?: BackendName[];
  /** Keeps wasm to one thread: a worker died before it was ready. */
  singleThread?: boolean;
}
