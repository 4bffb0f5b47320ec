/** Calls back when the theme changes, whether a person or the system changed it. */
export function onThemeChange(redraw: () => void): () => void {
  const observer = new MutationObserver(redraw);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const media = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) =>
    matchMedia(query),
  );
  for (const one of media) one.addEventListener('change', redraw);
  return () => {
    observer.disconnect();
    for (const one of media) one.removeEventListener('change', redraw);
  };
}
