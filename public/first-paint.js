// What the first frame has to know, from what is kept here. src/app/theme.ts, src/i18n/i18n.ts and
// src/app/begun.ts keep it true from then on, by the same rules. In the built page
// (tools/first-paint.ts) it also starts the program, after that frame: on a slow line the two would
// share it.
(() => {
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // A browser that keeps nothing.
    }
  };
  const preferences = () => {
    try {
      return JSON.parse(kept('apprentice.preferences'))?.state ?? {};
    } catch {
      return {}; // Not what the app wrote: it begins anew.
    }
  };
  const { theme, begun } = preferences();
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  const languages = [kept('apprentice.language') ?? '', ...navigator.languages];
  const language = languages.find((tag) => /^(en|zh)(-|$)/i.test(tag)) ?? 'en';
  const page = document.documentElement;
  page.dataset.theme = theme === 'light' || theme === 'dark' ? theme : dark ? 'dark' : 'light';
  page.lang = /^zh/i.test(language) ? 'zh-CN' : 'en';
  page.toggleAttribute('data-begun', begun === true);

  // The page's policy lets no text become code, or the address of code, unless it passes here:
  // workers start from this page's own origin, and so does the program; markup and scripts made
  // from text stay forbidden.
  globalThis.trustedTypes?.createPolicy('default', {
    createScriptURL(url) {
      if (new URL(url, document.baseURI).origin !== location.origin) {
        throw new TypeError(`a script from elsewhere: ${url}`);
      }
      return url;
    },
  });

  // All of it needs these. Any browser that has them has the rest, too.
  const isTooOld = !globalThis.OffscreenCanvas || !globalThis.AbortSignal?.prototype.throwIfAborted;
  page.toggleAttribute('data-too-old', isTooOld);
  if (isTooOld) return;

  // Firefox refuses it where it keeps nothing for this page. Dexie opens one as soon as it is
  // loaded, but can do without.
  try {
    new BroadcastChannel('apprentice-trial').close();
  } catch {
    delete globalThis.BroadcastChannel;
  }

  const start = () => {
    for (const program of document.querySelectorAll('link[rel="program"]')) {
      const script = document.createElement('script');
      script.type = 'module';
      script.src = program.href;
      // All load at once, and run one after the other.
      script.async = false;
      program.replaceWith(script);
    }
  };
  requestAnimationFrame(() => setTimeout(start));
  // A tab in the background has no frames.
  setTimeout(start, 1000);
})();
