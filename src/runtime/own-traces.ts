// What the app keeps on this device besides its database.
import { forgetSettings } from '../storage/place-name';

/**
 * Deletes this app's settings, the files that wait for it, and its files for visits without a
 * network. What other apps keep on the same origin stays. Without a network the app's files stay as
 * well, because nothing could load the page again.
 */
export async function deleteOwnTraces(): Promise<void> {
  forgetSettings();
  // It is absent if the page is not secure.
  const { caches } = globalThis;
  if (!caches) return;
  const home = new URL('./', document.baseURI).href;
  const own = (await caches.keys()).filter((name) => name.endsWith(`-${home}`));
  const inbox = own.filter((name) => name.startsWith('apprentice-inbox'));
  for (const name of navigator.onLine ? own : inbox) await caches.delete(name);
  if (navigator.onLine) await (await navigator.serviceWorker?.getRegistration())?.unregister();
}
