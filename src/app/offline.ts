// Whether the page works without a network, whether a new version of it is there, and whether it can be installed.
import { create } from 'zustand';

interface OfflineState {
  /** Whether a later visit needs no network. */
  kept: 'preparing' | 'kept' | 'unavailable' | 'failed';
  /** A new version is there, but other pages of the app are open and would miss the old one. */
  update: 'none' | 'offered' | 'others-are-open';
  /** Asks whether to install it; undefined where the browser does not offer it, or not now. */
  install: (() => void) | undefined;
}

export const useOffline = create<OfflineState>()(() => ({
  kept: 'preparing',
  update: 'none',
  install: undefined,
}));

/** Chromium's own event, which no standard has. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/** Keeps the browser's offer for the person's own time. Call at once: it is made only once. */
export function keepInstallOffer(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    const install = () => {
      useOffline.setState({ install: undefined });
      void (event as InstallPrompt).prompt();
    };
    useOffline.setState({ install });
  });
  addEventListener('appinstalled', () => useOffline.setState({ install: undefined }));
}
