// What happens once, when the page has been painted.
import { loadAllLanguages } from '../i18n/i18n';
import type { AppState } from '../store/app-store';
import { openApp } from '../store/app-store';

type Backend = NonNullable<AppState['engine']['backend']>['name'];

const backends: readonly Backend[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/** The backend that the address asks for: `?backend=wasm`. */
export function backendFrom(search: string): Backend | undefined {
  const asked = new URLSearchParams(search).get('backend');
  return backends.find((name) => name === asked);
}

let started = false;

/** Opens the project and starts the engine after the first paint; once a page. */
export function startAfterPaint(): void {
  if (started) return;
  started = true;
  requestAnimationFrame(() => {
    // A failure is a bug: it reaches the page as an unhandled rejection.
    setTimeout(() => {
      void openApp(backendFrom(location.search));
      void loadAllLanguages();
    });
  });
}
