// The engine's state as the badge shows it.
import type { BackendName, BackendReport, BackendTrial } from '../model/backend';
import type { EngineStatus } from '../store/train/engine-slice';

export type EngineView =
  /** `second`: a better backend exists, or only the slowest one works here. */
  | { kind: 'ready'; backend: BackendName; msPerPicture: number; second: boolean }
  /** `share`: how much of the backbone has arrived, while it is being downloaded. */
  | { kind: 'preparing'; share?: number }
  | { kind: 'restarting' }
  | { kind: 'failed' };

export function engineView(engine: EngineStatus): EngineView {
  const { phase, backend, backbone, loaded } = engine;
  if (phase === 'failed') return { kind: 'failed' };
  if (phase === 'restarting') return { kind: 'restarting' };
  if (phase === 'ready' && backend && backbone) {
    return {
      kind: 'ready',
      backend: backend.name,
      msPerPicture: backbone.msPerPicture,
      second: isSecondChoice(backend),
    };
  }
  return phase === 'loading' && loaded && loaded.total > 0
    ? { kind: 'preparing', share: loaded.bytes / loaded.total }
    : { kind: 'preparing' };
}

const order: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/**
 * True for the slowest backend of all, and for one that was requested although another was measured
 * to be faster.
 */
function isSecondChoice({ name, trials }: BackendReport): boolean {
  const mine = trials.find((trial) => trial.name === name)?.msForward ?? 0;
  return name === 'cpu' || trials.some(({ msForward = mine }) => msForward < mine);
}

/** The trials in the order of preference, whichever order they were made in. */
export function trialsInOrder({ trials }: BackendReport): BackendTrial[] {
  return [...trials].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}
