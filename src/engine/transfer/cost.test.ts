import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { multiplyAddsAt, parseCard } from '../backbone/card';
import { learnedMultiplyAdds, parametersFrom, stageCosts } from './cost';

const cards = ['mobilenet-v2', 'efficientnet-lite0'].map((id) => {
  const file = new URL(`../../../public/backbones/${id}/card.json`, import.meta.url);
  return parseCard(JSON.parse(readFileSync(file, 'utf8')));
});

describe.each(cards.map((card) => [card.id, card] as const))('costs of %s', (_, card) => {
  it.each(card.input.sizes)('of its stages add up to the whole at %i px', (size) => {
    const costs = stageCosts(card, size);
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(costs.map(({ multiplyAdds }) => multiplyAdds))).toBe(multiplyAddsAt(card, size));
    expect(sum(costs.map(({ parameters }) => parameters))).toBe(card.parameters);
    expect(costs.at(-1)).toMatchObject({ side: Math.ceil(size / 32), channels: card.features });
  });

  it('agree with the card', () => {
    const costs = stageCosts(card, card.input.size);
    costs.forEach(({ parameters, multiplyAdds }, i) => {
      expect(multiplyAdds).toBe(card.stages[i]?.multiplyAdds);
      expect(parameters).toBe(card.stages[i]?.parameters);
    });
  });

  it('of what learns are those behind the freeze line', () => {
    const costs = stageCosts(card, 192);
    const from = 12;
    const side = costs[from - 1]?.side ?? 0;
    const behind = costs.slice(from);
    expect(learnedMultiplyAdds(card, from, side)).toBe(
      behind.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0),
    );
    expect(parametersFrom(card, from)).toBe(
      behind.reduce((sum, { parameters }) => sum + parameters, 0),
    );
  });
});
