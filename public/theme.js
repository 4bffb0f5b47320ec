// The theme before the first paint; src/app/theme.ts keeps it from then on, by the same rule.
(() => {
  let chosen;
  try {
    chosen = JSON.parse(localStorage.getItem('apprentice.preferences')).state.theme;
  } catch {
    // Nothing chosen yet, or nothing kept here.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme =
    chosen === 'light' || chosen === 'dark' ? chosen : dark ? 'dark' : 'light';
})();
