// Chooses the backend that computes. A GPU comes first, but it must be measured to be faster than
// wasm. A software renderer comes after wasm, and plain JavaScript comes last. Each backend must
// prove itself before it is used.
import * as tf from '@tensorflow/tfjs-core';
import type { BackendName, BackendReport, BackendTrial, StartOptions } from '../../model/backend';
import { EngineError } from '../../model/engine-error';
import { findFault, timeForward } from './proof';
import { activate } from './register';
import { inspectRenderer, type Renderer } from './renderer';

const ORDER: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];
const isGpu = (name: BackendName) => name === 'webgpu' || name === 'webgl';

/** What the choice needs from its surroundings. Tests provide their own. */
export interface Workbench {
  inspectRenderer(name: BackendName): Promise<Renderer>;
  activate(name: BackendName, singleThread?: boolean): Promise<number | undefined>;
  findFault(): Promise<string | undefined>;
  timeForward(): Promise<number>;
}

/**
 * Chooses a backend and leaves it active in tfjs. The report has a trial for each of the four.
 * A forced backend that fails gives way to the next one. Throws EngineError 'no-backend' where
 * none works.
 */
export async function chooseBackend(
  options: StartOptions,
  workbench: Workbench = { inspectRenderer, activate, findFault, timeForward },
): Promise<BackendReport> {
  const trials = new Map<BackendName, BackendTrial>(
    ORDER.map((name) => [name, { name, outcome: 'not-asked' }]),
  );
  const note = (name: BackendName, trial: Omit<BackendTrial, 'name'>) =>
    trials.set(name, { ...trials.get(name), ...trial, name });

  const ranked: { name: BackendName; rank: number }[] = [];
  for (const name of ORDER) {
    if (options.exclude?.includes(name)) {
      note(name, { outcome: 'unavailable', detail: 'crashed before' });
      continue;
    }
    const renderer = await workbench.inspectRenderer(name).catch(unavailable);
    if (!renderer.available) {
      note(name, { outcome: 'unavailable', detail: renderer.name });
      continue;
    }
    if (isGpu(name)) {
      note(name, { outcome: renderer.software ? 'software' : 'not-asked', detail: renderer.name });
    }
    const rank = name === options.backend ? 0 : isGpu(name) ? (renderer.software ? 3 : 1) : 2;
    ranked.push({ name, rank: name === 'cpu' && rank > 0 ? 4 : rank });
  }
  ranked.sort((a, b) => a.rank - b.rank);

  /** Activates, proves and times one backend. Undefined if it fails, and the reason is noted. */
  const prove = async (name: BackendName) => {
    try {
      const threads = await workbench.activate(name, options.singleThread);
      const fault = await workbench.findFault();
      if (fault) {
        note(name, { outcome: 'wrong', detail: fault });
        return undefined;
      }
      const ms = await workbench.timeForward();
      note(name, { outcome: 'standby', msForward: ms });
      return { name, ms, threads };
    } catch (error) {
      note(name, { outcome: 'unavailable', detail: textOf(error) });
      return undefined;
    }
  };

  for (const { name, rank } of ranked) {
    let winner = await prove(name);
    if (!winner) continue;
    if (isGpu(name) && rank === 1 && ranked.some((each) => each.name === 'wasm')) {
      const wasm = await prove('wasm');
      if (wasm && wasm.ms < winner.ms) {
        note(name, { outcome: 'slower' });
        winner = wasm;
      } else {
        await workbench.activate(name);
      }
    }
    note(winner.name, { outcome: 'used' });
    return {
      name: winner.name,
      forced: winner.name === options.backend,
      ...(winner.threads === undefined ? {} : { threads: winner.threads }),
      trials: [...trials.values()],
    };
  }
  const reasons = [...trials.values()].map(
    ({ name, detail }) => `${name}: ${detail ?? 'not tried'}`,
  );
  throw new EngineError('no-backend', reasons.join('; '));
}

function unavailable(error: unknown): Renderer {
  return { available: false, software: false, name: textOf(error) };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Calls `lost` when the GPU behind the current backend is gone, and all tensors with it. */
export function watchForLoss(name: BackendName, lost: (why: string) => void): void {
  // tfjs has these public fields, but its exported types lack them.
  if (name === 'webgl') {
    const { gpgpu } = tf.backend() as unknown as { gpgpu: { gl: WebGL2RenderingContext } };
    gpgpu.gl.canvas.addEventListener('webglcontextlost', () => lost('WebGL context lost'));
  }
  if (name === 'webgpu') {
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    void device.lost.then(({ message }) => lost(message || 'WebGPU device lost'));
  }
}
