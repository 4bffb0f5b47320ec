// The model card: what it is, what it has seen, how good it is and what it can't do, for a child to
// read.

import type { TFunction } from 'i18next';
import { formatsFor } from '../i18n/format';
import { currentLanguage } from '../i18n/i18n';
import type { Classifier } from '../model/classifier';
import { ENOUGH_FOR_A_RATE } from '../model/enough';
import { balancedBeside } from '../model/evaluation';
import { STRATEGIES, startsAtRandom } from '../model/strategies';

export interface CardSection {
  title: string;
  lines: string[];
}

export function modelCard(t: TFunction<'takeAway'>, classifier: Classifier): CardSection[] {
  const { classes, run, backbone, golden, strategy } = classifier;
  const names = formatsFor(currentLanguage()).list(classes.map(({ name }) => name));
  const { source, licence } = backbone;
  const heldOut = run.result.test ?? run.result.validation;
  return [
    { title: t('card.does.title'), lines: [t('card.does.text', { names })] },
    { title: t('card.seen.title'), lines: seen(t, classifier) },
    { title: t('card.good.title'), lines: good(t, heldOut, run.result.guessing) },
    {
      title: t('card.limits.title'),
      lines: [t('card.limits.1'), t('card.limits.2'), t('card.limits.3')],
    },
    {
      title: t('card.made.title'),
      lines: [
        t('card.made.here', { day: run.at }),
        ...((strategy && startsAtRandom(STRATEGIES[strategy])) || !source || licence === undefined
          ? []
          : [
              t('card.made.backbone', {
                name: backbone.name,
                dataset: source.dataset,
                licence,
              }),
            ]),
        ...(strategy ? [t(`way.${strategy}`)] : []),
      ],
    },
    { title: t('card.inside.title'), lines: [t('card.inside.text', { count: golden.length })] },
  ];
}

function seen(t: TFunction<'takeAway'>, { classes, run }: Classifier): string[] {
  const { train, validation } = run.result.split;
  const all = t('card.seen.all', { count: train.length + validation.length });
  const each = classes.flatMap(({ name, pictures }) =>
    pictures === undefined ? [] : [t('card.seen.each', { name, count: pictures })],
  );
  return each.length === classes.length ? [all, ...each] : [all];
}

type Measured = Classifier['run']['result']['validation'];

function good(t: TFunction<'takeAway'>, measured: Measured, guessing: number): string[] {
  if (!measured || measured.total === 0) return [t('card.good.unmeasured')];
  const { right, total, low, high } = measured;
  const counted = t('card.good.right', { right, count: total });
  if (total < ENOUGH_FOR_A_RATE) return [counted, t('card.good.few')];
  const balanced = balancedBeside(measured);
  return [
    counted,
    ...(balanced ? [t('card.good.balanced', { ...balanced })] : []),
    t('card.good.expect', { low, high }),
    t('card.good.guessing', { guessing }),
  ];
}

/** As plain text, under a heading. */
export function cardText(title: string, sections: readonly CardSection[]): string {
  const parts = sections.map(({ title, lines }) => [title, ...lines.map((line) => `  ${line}`)]);
  return `${[[title], ...parts].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
