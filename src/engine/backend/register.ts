// Loads one tfjs backend at a time, so that nobody downloads those that are not tried.
import * as tf from '@tensorflow/tfjs-core';
import type { BackendName } from '../../model/backend';
import { threadsWanted } from '../threads';
import { registerWasmGradients } from './wasm-gradients';

/**
 * Makes `name` the current backend. Throws where this browser has it not.
 * @returns wasm's thread count; undefined for the others
 */
export async function activate(
  name: BackendName,
  singleThread = false,
): Promise<number | undefined> {
  switch (name) {
    case 'webgpu':
      await import('@tensorflow/tfjs-backend-webgpu');
      break;
    case 'webgl':
      await import('@tensorflow/tfjs-backend-webgl');
      break;
    case 'wasm':
      await configureWasm(singleThread);
      break;
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      break;
  }
  if (!(await tf.setBackend(name))) throw new Error(`${name} did not initialise`);
  await tf.ready();
  if (name !== 'wasm') return undefined;
  registerWasmGradients();
  const { getThreadsCount } = await import('@tensorflow/tfjs-backend-wasm');
  return getThreadsCount();
}

async function configureWasm(singleThread: boolean): Promise<void> {
  const [wasm, plain, simd, threaded] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url'),
  ]);
  wasm.setWasmPaths({
    'tfjs-backend-wasm.wasm': plain.default,
    'tfjs-backend-wasm-simd.wasm': simd.default,
    'tfjs-backend-wasm-threaded-simd.wasm': threaded.default,
  });
  const threads = threadsWanted(singleThread);
  if (threads > 1) wasm.setThreadsCount(threads);
  // With one thread the threaded binary only adds overhead.
  else tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
}
