import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../../model/engine-error';
import { channelsOut, kernelSize, multiplyAddsAt, parseCard, type Stage } from './card';

const folder = (id: string) => new URL(`../../../public/backbones/${id}/`, import.meta.url);
const readCard = async (id: string): Promise<unknown> =>
  JSON.parse(await readFile(new URL('card.json', folder(id)), 'utf8'));
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe.each([
  ['mobilenet-v2', 17],
  ['efficientnet-lite0', 16],
])('the card of %s', (id, blocks) => {
  test('lists the stem, the blocks and the last convolution', async () => {
    const { stages } = parseCard(await readCard(id));
    const numbered = Array.from({ length: blocks }, (_, i) => `block-${i + 1}`);
    expect(stages.map(({ name }) => name)).toEqual(['stem', ...numbered, 'last']);
  });

  test('describes the committed files', async () => {
    const card = parseCard(await readCard(id));
    for (const described of [card.weights, card.sourceHead]) {
      if (!described) continue;
      const bytes = await readFile(new URL(described.file, folder(id)));
      expect(bytes.length).toBe(described.bytes);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(described.sha256);
    }
    expect(await readFile(new URL(card.licence.file, folder(id)), 'utf8')).not.toBe('');
  });

  test('has sums that agree with its convolutions', async () => {
    const card = parseCard(await readCard(id));
    const parametersOf = (stage: Stage) =>
      sum(stage.convolutions.map((c) => kernelSize(c.shape) + channelsOut(c)));
    for (const stage of card.stages) expect(stage.parameters).toBe(parametersOf(stage));
    expect(sum(card.stages.map(parametersOf))).toBe(card.parameters);
    expect(card.weights.bytes).toBe(2 * card.parameters);
    expect(sum(card.stages.map((stage) => stage.multiplyAdds))).toBe(card.multiplyAdds);
    expect(multiplyAddsAt(card, card.input.size)).toBe(card.multiplyAdds);
  });
});

/** Changes a JSON value at a path of keys, such as 'stages.0.name'. */
function withField(json: unknown, path: string, value: unknown): unknown {
  const changed = structuredClone(json);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((object, key) => object[key] as JsonObject, changed as JsonObject);
  parent[last] = value;
  return changed;
}
type JsonObject = Record<string, unknown>;

test.each<[path: string, value: unknown]>([
  ['version', 2],
  ['weights.bytes', 7],
  ['weights.file', '../weights.bin'],
  ['weights.sha256', 'abc'],
  ['preprocessing.scale', '1'],
  ['input.sizes', []],
  ['padding', 'valid'],
  ['features', 1000],
  ['stages', []],
  ['stages.0.convolutions.0.activation', 'swish'],
  ['stages.0.convolutions.0.shape', [3, 3, 4, 32]],
  ['stages.1.convolutions.0.stride', undefined],
  ['stages.1.convolutions.0.kernelOffset', 10_000_000],
  ['stages.1.convolutions.1.biasOffset', 10_000_000],
  ['stages.2.outputChannels', 25],
  ['stages.2.residual', true],
  ['sourceHead.bytes', 100],
])('a card with a bad %s is refused by name', async (path, value) => {
  const card = withField(await readCard('efficientnet-lite0'), path, value);
  expect(() => parseCard(card)).toThrow(EngineError);
  expect(() => parseCard(card)).toThrow(
    expect.objectContaining({
      kind: 'backbone-corrupt',
      message: expect.stringContaining(`${path}: `),
    }),
  );
});

test('what is no object is refused', () => {
  expect(() => parseCard(null)).toThrow(EngineError);
});
