// Keeps data-theme on <html> true. public/first-paint.js sets it before the first paint, by the
// same rule from the same entry in localStorage.
import { type Theme, usePreferences } from '../store/preferences';

const dark = () => matchMedia('(prefers-color-scheme: dark)');

/** The theme to show: the chosen one, or else the system's. */
function shownTheme(chosen: Theme): 'light' | 'dark' {
  if (chosen !== 'system') return chosen;
  return dark().matches ? 'dark' : 'light';
}

function apply() {
  document.documentElement.dataset.theme = shownTheme(usePreferences.getState().theme);
}

/** Follows the choice and, until there is one, the system. Returns a function that ends this. */
export function followTheme(): () => void {
  apply();
  const system = dark();
  system.addEventListener('change', apply);
  const forget = usePreferences.subscribe(apply);
  return () => {
    system.removeEventListener('change', apply);
    forget();
  };
}
