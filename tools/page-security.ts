// What the built page may do, as the browser enforces it: load from its own origin and talk to it,
// and almost nothing else.
import type { Plugin } from 'vite';
import { OFFICIAL_MODELS } from '../src/store/train/official-backbones.ts';

type Directives = Record<string, string>;

const COMMON: Directives = {
  'default-src': "'none'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  // Other origins only if a person asks for a model from there.
  'connect-src': `'self' blob: data: ${OFFICIAL_MODELS}`,
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** The page's own policy, in its head, so that it holds on any server. */
const PAGE: Directives = {
  ...COMMON,
  'script-src': "'self'",
  'worker-src': "'self'",
  'require-trusted-types-for': "'script'",
  // For public/first-paint.js.
  'trusted-types': 'default',
};

/**
 * What a server adds to each response. A worker has the policy of its own response and not the
 * page's: the engine's worker compiles WebAssembly, whose threads start from a blob. For the page
 * both policies hold, so this one allows it nothing more.
 */
const ANY: Directives = {
  ...COMMON,
  'script-src': "'self' 'wasm-unsafe-eval' blob:",
  'worker-src': "'self' blob:",
  'frame-ancestors': "'self'",
};

const policyOf = (directives: Directives) =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

/**
 * What a page can ask of the device and this one never does. It asks for the camera and the
 * microphone, a serial port, a full screen and the clipboard. A page in a frame gets none of them.
 */
const UNUSED = [
  'accelerometer',
  'bluetooth',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'midi',
  'payment',
  'publickey-credentials-get',
  'usb',
  'xr-spatial-tracking',
];

const permissions = [
  ...['camera', 'microphone', 'serial', 'screen-wake-lock'].map((name) => `${name}=(self)`),
  ...UNUSED.map((name) => `${name}=()`),
].join(', ');

/** Cross-origin isolation lets the page use SharedArrayBuffer, which threaded wasm needs. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * The headers that a good server sends. The page works without them, and then has threads from its
 * second visit on.
 */
export const headers = {
  ...isolation,
  'Content-Security-Policy': policyOf(ANY),
  'Permissions-Policy': permissions,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

const CHARSET = '<meta charset="utf-8" />';

/** Writes the policy into the head of the built page, before everything that it restricts. */
export function pagePolicy(): Plugin {
  return {
    name: 'page-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        if (!html.includes(CHARSET)) throw new Error(`index.html has no ${CHARSET}`);
        const policy = `<meta http-equiv="Content-Security-Policy" content="${policyOf(PAGE)}" />`;
        return html.replace(CHARSET, `${CHARSET}\n    ${policy}`);
      },
    },
  };
}

const SINGLETON = /react-style-singleton\/.*\/singleton\.js$/;

/**
 * To lock scrolling, Radix's library writes a <style> into the page, which the policy blocks like
 * any other. A constructed sheet does the same through the CSSOM, which needs no permission.
 */
export function constructedStyles(): Plugin {
  return {
    name: 'constructed-styles',
    apply: 'build',
    transform(code, id) {
      if (!SINGLETON.test(id)) return undefined;
      if (!code.includes('stylesheetSingleton = function ()')) {
        this.error('react-style-singleton changed what it exports');
      }
      return { code: CONSTRUCTED_SINGLETON, map: null };
    },
  };
}

const CONSTRUCTED_SINGLETON = `
export const stylesheetSingleton = () => {
  let users = 0;
  const sheet = new CSSStyleSheet();
  return {
    add(css) {
      if (users++ > 0) return;
      sheet.replaceSync(css);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    },
    remove() {
      if (--users > 0) return;
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    },
  };
};
`;
