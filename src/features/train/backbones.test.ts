import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { backbones, costOfBackbone, INPUT_SIZES } from './backbones';

it.each(backbones)('$id is as its card says', ({ id, bytes, multiplyAdds }) => {
  const card = JSON.parse(readFileSync(`public/backbones/${id}/card.json`, 'utf8'));
  expect([bytes, multiplyAdds]).toEqual([card.weights.bytes, card.multiplyAdds]);
  expect([...INPUT_SIZES]).toEqual(card.input.sizes);
});

it('costs less on smaller pictures', () => {
  expect(costOfBackbone('mobilenet-v2', 224)?.multiplyAdds).toBe(299_494_272);
  expect(costOfBackbone('mobilenet-v2', 112)?.multiplyAdds).toBe(299_494_272 / 4);
});
