// The report: one page to print, with all that a figure needs to be judged by.

import type { TFunction } from 'i18next';
import { version } from '../../../package.json';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { Classifier } from '../../model/classifier';
import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import { balancedBeside, type Evaluation } from '../../model/evaluation';
import { HEAD_KINDS } from '../../model/head-kinds/head-kinds';
import tokens from '../../ui/tokens.css?raw';
import { modelCard } from '../model-card';
import style from '../page.css?raw';
import { cardHtml, escaped } from '../page-text';

type T = TFunction<'takeAway'>;

/** Held by the browser: the page has nothing to run and nobody to ask. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

export function report(t: T, language: string, classifier: Classifier): Blob {
  const { title, classes, run } = classifier;
  const names = classes.map(({ name }) => name);
  const { validation, test } = run.result;
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width">
<title>${escaped(t('report.title', { title }))}</title>
<link rel="icon" href="data:,">
<style>${tokens}${style}</style>
</head>
<body class="report">
<main>
<h1>${escaped(t('report.title', { title }))}</h1>
<div class="panel">
<h2>${escaped(t('card.title'))}</h2>
${cardHtml(modelCard(t, classifier).slice(0, -1))}
</div>
${measured(t, t('report.heldOut'), names, validation)}
${measured(t, t('report.test'), names, test)}
<div class="panel">
<h2>${escaped(t('report.how'))}</h2>
${list(settings(t, classifier))}
</div>
<div class="panel">
<h2>${escaped(t('report.backbone'))}</h2>
${list(backbone(t, classifier))}
</div>
<p>${escaped(t('report.made', { version }))}</p>
</main>
</body>
</html>
`;
  return new Blob([html], { type: 'text/html' });
}

/**
 * An evaluation's figures, class by class, and its confusion matrix; nothing where there is none.
 */
function measured(
  t: T,
  heading: string,
  names: readonly string[],
  evaluation?: Evaluation,
): string {
  if (!evaluation || evaluation.total === 0) return '';
  const { right, total, low, high, confusion, guessing, perClass = [] } = evaluation;
  const balanced = balancedBeside(evaluation);
  const { percent } = formatsFor(currentLanguage());
  const share = (value: number | undefined) =>
    value === undefined || total < ENOUGH_FOR_A_RATE ? '–' : percent(value);
  // Few pictures give counts alone.
  const enough = total >= ENOUGH_FOR_A_RATE;
  const facts = [
    [t('report.right'), t('report.of', { right, total })],
    ...(enough ? [[t('report.interval'), t('report.between', { low, high })]] : []),
    ...(enough && balanced ? [[t('report.balanced'), t('report.about', { ...balanced })]] : []),
    ...(guessing === undefined ? [] : [[t('report.guessing'), percent(guessing)]]),
  ];
  const figures = perClass.map(({ there, said, right, precision, recall, f1 }, i) => [
    names[i] ?? '',
    ...[there, said, right].map(String),
    ...[precision, recall, f1].map(share),
  ]);
  const columns = ['there', 'said', 'correct', 'precision', 'recall', 'f1'] as const;
  const matrix = confusion.map((cells, i) => [names[i] ?? '', ...cells.map(String)]);
  return `<div class="panel">
<h2>${escaped(heading)}</h2>
${list(facts)}
${
  figures.length > 0
    ? table(
        t('report.perClass'),
        columns.map((name) => t(`report.${name}`)),
        figures,
      )
    : ''
}
${table(t('report.confusion'), names, matrix)}
</div>`;
}

function settings(t: T, { run, exported, strategy }: Classifier): string[][] {
  const { epochs, batchSize, learningRate, keepsPrior, validationShare, seed } = run.settings;
  const { result } = run;
  const { number, decimal, percent, duration } = formatsFor(currentLanguage());
  const { uses, strength } = HEAD_KINDS[exported.head.kind];
  const only = (used: boolean, name: string, value: string) => (used ? [[name, value]] : []);
  return [
    ...(strategy ? [[t('report.way'), t(`way.${strategy}`)]] : []),
    [t('report.head'), t(`report.heads.${exported.head.kind}`)],
    ...only(uses.epochs, t('report.epochs'), number(epochs)),
    [t('report.kept'), number(result.keptPass)],
    ...only(uses.batchSize, t('report.batchSize'), number(batchSize)),
    ...only(uses.learningRate, t('report.learningRate'), String(learningRate)),
    ...only(strength !== undefined, t('report.l2'), decimal(result.l2)),
    ...only(
      keepsPrior !== undefined,
      t('report.classes'),
      t(`report.prior.${keepsPrior ? 'kept' : 'even'}`),
    ),
    [t('report.share'), percent(validationShare)],
    [t('report.temperature'), decimal(exported.head.temperature ?? 1)],
    [t('report.seed'), String(seed)],
    [t('report.time'), duration(result.msTrain)],
    [t('report.device'), result.backend],
  ];
}

function backbone(t: T, { backbone: { name, key, source, ...rest } }: Classifier): string[][] {
  // Nothing of one's own model is taken away, so that these are there.
  if (!source || rest.multiplyAdds === undefined || rest.licence === undefined) {
    return [[t('report.name'), `${name} (${key})`]];
  }
  const { large, megabytes } = formatsFor(currentLanguage());
  return [
    [t('report.name'), `${name} (${key})`],
    [t('report.source'), source.dataset],
    [t('report.parameters'), large(rest.parameters)],
    [t('report.multiplyAdds'), large(rest.multiplyAdds)],
    [t('report.size'), megabytes(rest.bytes)],
    [t('report.licence'), rest.licence],
    [t('report.note'), source.note],
  ];
}

const list = (facts: readonly (readonly string[])[]) =>
  `<dl>${facts
    .map(
      ([name = '', value = '']) => `<div><dt>${escaped(name)}</dt><dd>${escaped(value)}</dd></div>`,
    )
    .join('')}</dl>`;

/** The first of each row is its heading. */
function table(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const head = ['', ...columns]
    .map((name) => (name === '' ? '<td></td>' : `<th scope="col">${escaped(name)}</th>`))
    .join('');
  const body = rows
    .map(([name = '', ...cells]) => {
      const values = cells.map((cell) => `<td>${escaped(cell)}</td>`).join('');
      return `<tr><th scope="row">${escaped(name)}</th>${values}</tr>`;
    })
    .join('\n');
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}
