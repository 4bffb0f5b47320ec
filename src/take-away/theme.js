// Light or dark as the system is, before the first paint.
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () =>
  document.documentElement.setAttribute('data-theme', dark.matches ? 'dark' : 'light');
follow();
dark.addEventListener('change', follow);
