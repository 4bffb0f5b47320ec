// The page that lies beside the model: whether it answers as in the app, and the model card.
import type { TFunction } from 'i18next';
import tokens from '../../ui/tokens.css?raw';
import type { CardSection } from '../model-card';
import style from '../page.css?raw';
import { cardHtml, escaped, jsonInPage } from '../page-text';

/**
 * Held by the browser: the page runs the scripts that lie beside it, and speaks with nobody
 * elsewhere. TensorFlow.js in one file makes a function from text when it loads.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval'",
  "style-src 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "connect-src 'self' blob: data:",
].join('; ');

export function checkPage(
  t: TFunction<'takeAway'>,
  { language, title, card }: { language: string; title: string; card: readonly CardSection[] },
): string {
  const words = {
    same: t('check.same'),
    different: t('check.different'),
    failed: t('check.failed'),
    choose: t('check.choose'),
  };
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<script src="theme.js"></script>
<style>${tokens}${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<div class="panel">
<h2>${escaped(t('check.title'))}</h2>
<p class="verdict" id="verdict" role="status">${escaped(t('check.checking'))}</p>
<label id="chooser" hidden>${escaped(t('check.files'))} <input type="file" multiple></label>
</div>
<div class="panel">
<h2>${escaped(t('card.title'))}</h2>
${cardHtml(card)}
</div>
</main>
<script type="application/json" id="words">${jsonInPage(words)}</script>
<script src="tf.min.js"></script>
<script src="classifier.js"></script>
<script src="check.js"></script>
</body>
</html>
`;
}
