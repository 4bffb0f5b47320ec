// Whether the page works without a network, whether a new version is available, and whether the
// page can be installed.
import { create } from 'zustand';

interface OfflineState {
  /** Whether a later visit needs no network. */
  kept: 'preparing' | 'kept' | 'unavailable' | 'failed';
  /**
   * A new version is available, but other pages of the app are open and would lose the files of the
   * old one.
   */
  update: 'none' | 'offered' | 'others-are-open';
  /** Asks whether to install the page. Undefined if the browser does not offer it now. */
  install: (() => void) | undefined;
}

export const useOffline = create<OfflineState>()(() => ({
  kept: 'preparing',
  update: 'none',
  install: undefined,
}));

/** An event of Chromium's own, which is in no standard. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

/**
 * Keeps the browser's offer until the person asks for it. Call this at once, as the offer is made
 * only once.
 */
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
