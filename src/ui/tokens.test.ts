import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const here = new URL('.', import.meta.url);
const css = readFileSync(new URL('tokens.css', here), 'utf8');

function declarations(selector: string): Map<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf('\n}', start));
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [
      name,
      value.trim(),
    ]),
  );
}

const light = declarations(':root');
const themes = {
  light,
  dark: new Map([...light, ...declarations(':root[data-theme="dark"]')]),
};

/** WCAG 2.2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const channel = (at: number) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

const text = ['ink', 'ink-2', 'ink-3', 'accent', 'danger', 'warn', 'good', 'frozen', 'tuned'];
const marks = ['line-strong', ...Array.from({ length: 10 }, (_, i) => `c${i + 1}`)];
const grounds = ['ground', 'surface'];

const pairs: [foreground: string, background: string, least: number][] = [
  ...grounds.flatMap((on) => text.map((name): [string, string, number] => [name, on, 4.5])),
  ...grounds.flatMap((on) => marks.map((name): [string, string, number] => [name, on, 3])),
  ...['ink', 'ink-2', 'ink-3'].flatMap((name): [string, string, number][] => [
    [name, 'sunken', 4.5],
    [name, 'hover', 4.5],
  ]),
  ...['accent', 'danger', 'warn', 'frozen', 'tuned'].flatMap((name): [string, string, number][] => [
    [name, `${name}-soft`, 4.5],
    ['ink', `${name}-soft`, 4.5],
  ]),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['ink', 'raised', 4.5],
  ['on-lens', 'lens', 4.5],
  ['lens-record', 'lens', 3],
];

describe.each(Object.entries(themes))('%s theme', (_, tokens) => {
  test.each(pairs)('%s on %s has at least %s : 1', (foreground, background, least) => {
    const colours = [tokens.get(foreground) ?? '', tokens.get(background) ?? ''] as const;
    for (const colour of colours) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    expect(contrast(...colours)).toBeGreaterThanOrEqual(least);
  });
});

test('both themes name the same colours', () => {
  const shared = ['lens', 'on-lens', 'lens-record'];
  const dark = declarations(':root[data-theme="dark"]');
  const colours = [...light].filter(
    ([name, value]) => value.startsWith('#') && !shared.includes(name),
  );
  for (const [name] of colours) expect(dark.has(name), `--${name} in the dark theme`).toBe(true);
});

const styles = readdirSync(here).filter((file) => file.endsWith('.css') && file !== 'tokens.css');

test.each(styles)('%s has no literal colour, size or duration', (file) => {
  const rules = readFileSync(new URL(file, here), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/@(media|font-face)[^{]*\{?/g, '')
    .replace(/unicode-range:[^;]+;/g, '');
  expect(
    rules.match(/#[0-9a-f]{3,8}\b|\b(rgb|hsl)a?\(|\b[\d.]*[1-9]\d*(px|ms|rem)\b/gi) ?? [],
  ).toEqual([]);
});

test.each(styles)('%s uses only tokens that exist, or sets them itself', (file) => {
  const rules = readFileSync(new URL(file, here), 'utf8');
  const used = [...rules.matchAll(/var\(--([\w-]+)/g)].map(([, name = '']) => name);
  const inline = /^(c|share|low|high|at|columns|rows|radix-.*)$/;
  expect(used.filter((name) => !light.has(name) && !inline.test(name))).toEqual([]);
});
