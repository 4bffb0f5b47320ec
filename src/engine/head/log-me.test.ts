import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import fixture from './fixtures/log-me.json';
import { logMe } from './log-me';

const breathe = () => undefined;

describe('logMe', () => {
  it.each(fixture.cases)('is the evidence by its definition: $n × $width', async (data) => {
    const { features, width, labels, classes, definition, published } = data;
    const score = await logMe(
      Float32Array.from(features),
      width,
      Int32Array.from(labels),
      classes,
      breathe,
    );
    expect(score).toBeCloseTo(definition, 4);
    // The published code adds 1e-5 to what it divides by, and stops at 1 %.
    expect(Math.abs(score - published)).toBeLessThan(4e-3);
  });

  it('does not hang on the scale of the features', async () => {
    const [data] = fixture.cases;
    if (!data) throw new Error('no case');
    const labels = Int32Array.from(data.labels);
    const of = (scale: number) =>
      logMe(
        Float32Array.from(data.features, (x) => x * scale),
        data.width,
        labels,
        data.classes,
        breathe,
      );
    expect(await of(40)).toBeCloseTo(await of(1), 5);
  });

  it('is higher the better the features tell the classes apart', async () => {
    const random = seededRandom(3);
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    const noise = Float32Array.from({ length: 60 * 20 }, () => random.normal());
    const scores = [];
    for (const signal of [0, 0.5, 1, 2]) {
      const features = noise.map(
        (x, place) => x + (place % 20 === labels[Math.floor(place / 20)] ? signal * 3 : 0),
      );
      scores.push(await logMe(features, 20, labels, 3, breathe));
    }
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect((scores[3] ?? 0) - (scores[0] ?? 0)).toBeGreaterThan(0.2);
  });
});
