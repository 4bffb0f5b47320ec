import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../model/random';
import { pairedDifference } from './paired';

/** Each picture of a group of its own. */
const alone = (n: number) => Array.from({ length: n }, (_, i) => String(i));

/** n pictures: both right, only the second, only the first, neither. */
function cells(both: number, gained: number, lost: number, neither: number) {
  const first = [both, gained, lost, neither].flatMap((count, cell) =>
    Array<boolean>(count).fill(cell === 0 || cell === 2),
  );
  const second = [both, gained, lost, neither].flatMap((count, cell) =>
    Array<boolean>(count).fill(cell < 2),
  );
  return [first, second] as const;
}

describe('pairedDifference', () => {
  it('is the difference of the shares, in its interval, and turns with the order', () => {
    const [first, second] = cells(60, 14, 4, 22);
    const gain = pairedDifference(first, second, alone(100));
    expect(gain.difference).toBeCloseTo(0.1, 10);
    expect(gain.low).toBeLessThan(0.1);
    expect(gain.low).toBeGreaterThan(0);
    const loss = pairedDifference(second, first, alone(100));
    expect(loss.low).toBeCloseTo(-gain.high, 10);
    expect(loss.high).toBeCloseTo(-gain.low, 10);
  });

  it('takes a few pictures more for chance', () => {
    const [first, second] = cells(54, 4, 0, 2);
    // Four of four in one direction happen to equals one time in eight.
    expect(pairedDifference(first, second, alone(60)).low).toBeLessThanOrEqual(0);
  });

  it('counts pictures of a recording together', () => {
    const [first, second] = cells(60, 14, 4, 22);
    const single = pairedDifference(first, second, alone(100));
    // The same pictures, of which each kind is of two recordings.
    const few = pairedDifference(
      first,
      second,
      first.map((was, i) => `${was} ${second[i]} ${i % 2}`),
    );
    expect(few.high - few.low).toBeGreaterThan(2 * (single.high - single.low));
    expect(few.low).toBeLessThan(0);
  });

  it('holds the true difference about 95 times in a hundred', () => {
    const random = seededRandom(11);
    let held = 0;
    const times = 400;
    for (let time = 0; time < times; time++) {
      const first: boolean[] = [];
      const second: boolean[] = [];
      for (let i = 0; i < 80; i++) {
        // Easy and hard pictures, so that the two go together; 0.04 apart.
        const easy = random.uniform() < 0.7 ? 0.95 : 0.6;
        first.push(random.uniform() < easy);
        second.push(random.uniform() < easy + 0.04);
      }
      const { low, high } = pairedDifference(first, second, alone(80));
      if (low <= 0.04 && 0.04 <= high) held++;
    }
    expect(held / times).toBeGreaterThan(0.925);
    expect(held / times).toBeLessThan(0.99);
  });
});
