// What the page shows until its program is there: the words of the first visit, where the program will put them.
import type { Plugin } from 'vite';
import en from '../src/i18n/en.json' with { type: 'json' };
import zh from '../src/i18n/zh-CN.json' with { type: 'json' };

const ROOT = '<div id="root"></div>';
/** Its files, in the order in which they run. */
const PROGRAM = /<script type="module" crossorigin src="([^"]+)"><\/script>/g;

const WORDS = { en, 'zh-CN': zh };

/**
 * Writes them into #root, in each language; public/first-paint.js tells which one, and whether any, and starts the program
 * after them; src/app/first-paint.css tells how they look.
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
            `<div lang="${language}"><h2>${steps.collect}</h2><p>${first.title}</p><p>${first.text} ${first.example}</p></div>`,
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
