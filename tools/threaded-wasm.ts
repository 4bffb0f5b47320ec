// Keeps tfjs's threaded wasm working after minification. tfjs starts each thread from the source
// text of a function of this module (`factory.toString()`), and that text refers to a variable
// outside it. Unminified, its `typeof` guard finds nothing there. Minified, the guard is gone and
// the thread dies of "e is not defined". Without the outer variable there is nothing to rename, so
// the guard stays.
import type { Plugin } from 'vite';

const MODULE = /tfjs-backend-wasm-threaded-simd\.js$/;
const OUTER_VARIABLE =
  /var _scriptDir = typeof document.*?;\s*if \(typeof __filename.*?_scriptDir \|\| __filename;/s;

function threadedWasm(): Plugin {
  return {
    name: 'threaded-wasm',
    transform(code, id) {
      if (!MODULE.test(id)) return undefined;
      if (!OUTER_VARIABLE.test(code)) this.error('tfjs changed how it starts its threads');
      return { code: code.replace(OUTER_VARIABLE, ''), map: null };
    },
  };
}

/** What every build that contains the engine's workers needs: the app's and the benches'. */
export const workerOptions = { format: 'es' as const, plugins: () => [threadedWasm()] };
