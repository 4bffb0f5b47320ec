// Pieces of the pages that are written.
import type { CardSection } from './model-card';

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for any place in HTML, attributes in quotes included. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? letter);
}

/** JSON for a `<script type="application/json">`, which no text in it can end. */
export function jsonInPage(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

/** The model card's sections as HTML. */
export function cardHtml(sections: readonly CardSection[]): string {
  return sections
    .map(({ title, lines }) => {
      const text = lines.map((line) => `<p>${escaped(line)}</p>`).join('');
      return `<section><h3>${escaped(title)}</h3>${text}</section>`;
    })
    .join('\n');
}
