// The page for Teachable Machine's library, whose scripts are loaded into it first.
import { type Library, openLibrary } from './library';

declare global {
  interface Window {
    openTeachable: typeof openTeachable;
    library: Library;
  }
}

/** Returns what it runs on. */
async function openTeachable(backboneUrl: string): Promise<{ backend: string; tfjs: string }> {
  window.library = await openLibrary(backboneUrl);
  const { backend, tfjs } = window.library;
  return { backend, tfjs };
}

window.openTeachable = openTeachable;
