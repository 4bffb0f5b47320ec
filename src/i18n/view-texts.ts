// The texts that views bring with them. Loaded with the first of these views.
import type { Language } from './language';

/** A line for each view. Its texts lie in files of its name, with hyphens: `take-away.en.json`. */
export interface ViewTexts {
  about: typeof import('./about.en.json');
  compare: typeof import('./compare.en.json');
  examples: typeof import('./examples.en.json');
  ownBackbone: typeof import('./own-backbone.en.json');
  present: typeof import('./present.en.json');
  shared: typeof import('./shared.en.json');
  takeAway: typeof import('./take-away.en.json');
  transfer: typeof import('./transfer.en.json');
}

export type View = keyof ViewTexts;

const files = import.meta.glob<{ default: object }>(['./*.*.json', '!./imagenet.*']);

/** @param view by its name; Look closer's texts are in files of their own, but among the page's */
export async function textsOf(view: View | 'inspect', language: Language): Promise<object> {
  const name = view.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const file = files[`./${name}.${language}.json`];
  if (!file) throw new Error(`no texts of ${view} in ${language}`);
  return (await file()).default;
}
