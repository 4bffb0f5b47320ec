// What the built page may do, held by the browser: load from and speak with its own origin, and almost nothing else.
import type { Plugin } from 'vite';
import { OFFICIAL_MODELS } from '../src/store/train/official-backbones.ts';

type Directives = Record<string, string>;

const COMMON: Directives = {
  'default-src': "'none'",
  'style-src': "'self'",
  'font-src': "'self'",
  'img-src': "'self' blob: data:",
  'media-src': "'self' blob:",
  // Elsewhere only where a person asks for a model from there.
  'connect-src': `'self' blob: data: ${OFFICIAL_MODELS}`,
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** The page's own, in its head, so that it holds whatever server the folder is on. */
const PAGE: Directives = {
  ...COMMON,
  'script-src': "'self'",
  'worker-src': "'self'",
  'require-trusted-types-for': "'script'",
  // public/first-paint.js
  'trusted-types': 'default',
};

/**
 * What a server adds to each answer. A worker has the policy of its own answer, not the page's: the engine's compiles
 * WebAssembly, whose threads begin in a blob. For the page both hold, so that this one allows it nothing more.
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

/** Cross-origin isolation lets the page use SharedArrayBuffer, which threaded wasm needs. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** The headers of a good server. The page works without, and then has threads from its second visit on. */
export const headers = {
  ...isolation,
  'Content-Security-Policy': policyOf(ANY),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

const CHARSET = '<meta charset="utf-8" />';

/** Writes the policy into the head of the built page, before anything that it is about. */
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
 * What Radix locks scrolling with writes a <style> into the page, which the policy blocks as it would any other. A
 * constructed sheet does the same by the CSSOM, which needs no leave.
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
