// The browsers that are tested beside Chromium, as Debian has them.
import { programAt } from '../browser';

interface OtherBrowser {
  name: string;
  /** What is run, and what Debian has it in. */
  programs: readonly string[];
  packages: readonly string[];
}

export const FIREFOX: OtherBrowser = {
  name: 'Firefox',
  programs: ['firefox-esr'],
  packages: ['firefox-esr'],
};

export const WEBKIT: OtherBrowser = {
  name: 'WebKit',
  programs: ['WebKitWebDriver', 'Xvfb'],
  packages: ['webkit2gtk-driver', 'libwebkit2gtk-4.1-0', 'xvfb'],
};

export const OTHER_BROWSERS = [FIREFOX, WEBKIT];

export const isInstalled = ({ programs }: OtherBrowser): boolean =>
  programs.every((name) => programAt(name) !== undefined);
