// The engine's state as the badge shows it.
import type { BackendName, BackendReport, BackendTrial } from '../model/backend';
import type { AppState } from '../store/app-store';

type EngineStatus = AppState['engine'];

export type EngineView =
  /** `second`: a better one is there, or none was to be had. */
  | { kind: 'ready'; backend: BackendName; msPerPicture: number; second: boolean }
  /** `share`: of the backbone's bytes, while they arrive. */
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

/** The slowest of all, or one that was asked for though another was measured to be faster. */
function isSecondChoice({ name, trials }: BackendReport): boolean {
  const mine = trials.find((trial) => trial.name === name)?.msForward ?? 0;
  return name === 'cpu' || trials.some(({ msForward = mine }) => msForward < mine);
}

/** The trials in the order of preference, whichever order they were made in. */
export function trialsInOrder({ trials }: BackendReport): BackendTrial[] {
  return [...trials].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}
