import { expect, it } from 'vitest';
import { secondLabelOf } from './things';

it('answers the second question about cells for every slide, each answer often enough to learn from', () => {
  for (const ofClass of [0, 1]) {
    const slides = Array.from({ length: 24 }, (_, thing) =>
      secondLabelOf({ example: 'cells', seed: 1, ofClass, thing }),
    );
    const violet = slides.filter((label) => label === 0).length;
    expect(slides.filter((label) => label === 1)).toHaveLength(24 - violet);
    expect(violet).toBeGreaterThanOrEqual(8);
    expect(violet).toBeLessThanOrEqual(16);
  }
});

it('has none for examples that ask one question', () => {
  expect(secondLabelOf({ example: 'papers', seed: 1, ofClass: 0, thing: 0 })).toBeUndefined();
});
