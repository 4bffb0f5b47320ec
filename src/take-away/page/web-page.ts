// The one-file page: the app's own network and head in one HTML file that needs nothing else, and
// asks for nothing.

import { hashes, script, style } from 'virtual:standalone';
import type { TFunction } from 'i18next';
import type { Classifier } from '../../model/classifier';
import { loaded } from '../loaded';
import { modelCard } from '../model-card';
import { cardHtml, escaped, jsonInPage } from '../page-text';
import { toBase64 } from './base64';
import { PAGE_WORDS, type PackedClassifier, type PageWord, packHead } from './packed';

/** Held by the browser: it runs what it was made with, and speaks with nobody. */
const POLICY = [
  "default-src 'none'",
  `script-src '${hashes.script}' 'wasm-unsafe-eval'`,
  `style-src '${hashes.style}'`,
  'img-src data: blob:',
  'media-src blob:',
  'connect-src data:',
].join('; ');

/** @throws {NotLoaded} where the backbone's files cannot be. */
export async function webPage(
  t: TFunction<'takeAway'>,
  language: string,
  classifier: Classifier,
): Promise<Blob> {
  const { title, classes, exported, golden, backbone, backbonesUrl, falseRejection } = classifier;
  const folder = `${backbonesUrl}${backbone.id}/`;
  const card = JSON.parse(await (await loaded(`${folder}card.json`)).text()) as {
    weights: { file: string };
  };
  const [weights, licence] = await Promise.all([
    loaded(folder + card.weights.file),
    loaded(`${folder}LICENSE.txt`),
  ]);
  const packed: PackedClassifier = {
    language,
    words: Object.fromEntries(PAGE_WORDS.map((word) => [word, t(`page.${word}`)])) as Record<
      PageWord,
      string
    >,
    classes: classes.map(({ name, colour, shape }) => ({ name, colour, shape })),
    inputSize: exported.inputSize,
    head: packHead(exported.head),
    falseRejection,
    golden: await Promise.all(
      golden.map(async ({ kept, probabilities }) => ({
        picture: `data:image/png;base64,${await base64Of(kept)}`,
        probabilities,
      })),
    ),
    card,
  };
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p class="verdict" id="verdict" role="status">${escaped(t('page.starting'))}</p>
<div class="desk">
<section class="panel" aria-label="${escaped(t('page.picture'))}">
<div class="lens">
<p class="hint" id="hint">${escaped(t('page.hint'))}</p>
<img id="image" alt="${escaped(t('page.pictureAlt'))}" hidden>
<video id="video" muted playsinline hidden></video>
</div>
<div class="controls">
<button type="button" class="button" id="camera" disabled>${escaped(t('page.cameraOn'))}</button>
<button type="button" class="button" id="flip" hidden>${escaped(t('page.flip'))}</button>
<label class="button">${escaped(t('page.choose'))}<input type="file" id="file" accept="image/*" disabled></label>
</div>
<p class="problem" id="problem" role="alert"></p>
</section>
<section class="panel" aria-label="${escaped(t('page.answer'))}">
<p class="answer" id="answer" aria-live="polite"></p>
<ul class="bars" id="bars"></ul>
</section>
</div>
<div class="panel">
<h2>${escaped(t('card.title'))}</h2>
${cardHtml(modelCard(t, classifier))}
<details><summary>${escaped(t('page.licence', { name: backbone.name }))}</summary><pre>${escaped(await licence.text())}</pre></details>
</div>
<p>${escaped(t('page.private'))}</p>
</main>
<script type="application/json" id="classifier">${jsonInPage(packed)}</script>
<script type="text/plain" id="weights">`;
  const parts = [
    html,
    await base64Of(weights),
    `</script>\n<script>${script}</script>\n</body>\n</html>\n`,
  ];
  return new Blob(parts, { type: 'text/html' });
}

const base64Of = async (blob: Blob) => toBase64(new Uint8Array(await blob.arrayBuffer()));
