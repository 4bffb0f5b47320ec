// What the page shows until its program has loaded: the words of the first visit, where the program
// will put them.
import type { Plugin } from 'vite';
import en from '../src/i18n/en.json' with { type: 'json' };
import zh from '../src/i18n/zh-CN.json' with { type: 'json' };

const ROOT = '<div id="root"></div>';
/** The program's files, in the order in which they run. */
const PROGRAM = /<script type="module" crossorigin src="([^"]+)"><\/script>/g;

const WORDS = { en, 'zh-CN': zh };

/**
 * Writes the words into #root, in each language. public/first-paint.js decides which language to
 * show, or none, and starts the program afterwards, unless the browser is too old for it.
 * src/app/first-paint.css styles them.
 */
export function firstPaint(): Plugin {
  return {
    name: 'first-paint',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        for (const part of [ROOT, PROGRAM]) {
          if (!html.match(part)) throw new Error(`index.html has no ${part}`);
        }
        const words = Object.entries(WORDS).map(
          ([language, { steps, first }]) =>
            `<div lang="${language}"><h2>${steps.collect}</h2><p>${first.title}</p><p>${first.text} ${first.example}</p><p class="too-old" role="alert">${first.tooOld}</p></div>`,
        );
        return html
          .replace(
            ROOT,
            `<div id="root"><div class="first-paint"><div></div>${words.join('')}</div></div>`,
          )
          .replaceAll(PROGRAM, '<link rel="program" href="$1">');
      },
    },
  };
}
