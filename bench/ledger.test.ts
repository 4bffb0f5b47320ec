import { describe, expect, it } from 'vitest';
import { Ledger, ratios } from './ledger';
import { median } from './statistics';

const mainThread = { longestTaskMs: 0, longestGapMs: 3 };

describe('the ledger', () => {
  it('takes medians over rounds', () => {
    const ledger = new Ledger();
    ledger.log('embed', { ms: [10, 12], mainThread });
    ledger.log('embed', { ms: [11, 30, 11], mainThread: { longestTaskMs: 60, longestGapMs: 1 } });
    expect(ledger.ms('embed')).toBe(11);
    expect(ledger.ms('predict')).toBeNull();
    expect(ledger.report()).toMatchObject({
      msEmbed: 11,
      msTrain150: null,
      longestTaskMs: 60,
      mainThread: { embed: { longestTaskMs: 60, longestGapMs: 3 } },
      extrapolated: false,
    });
  });

  it('keeps the only time of a training, and says where it was extrapolated', () => {
    const ledger = new Ledger();
    ledger.log('train3000', { ms: [5], mainThread, accuracy: 0.9, extrapolated: true });
    expect(ledger.report()).toMatchObject({
      msTrain3000: 5,
      accuracy3000: 0.9,
      extrapolated: true,
    });
  });

  it('divides the other side by ours', () => {
    const [ours, other] = [new Ledger(), new Ledger()];
    ours.log('embed', { ms: [10], mainThread });
    ours.log('embed160', { ms: [5], mainThread });
    other.log('embed', { ms: [20], mainThread });
    expect(ratios(other, ours)).toMatchObject({ embed: 2, embed160: 4, train150: null });
  });
});

it('takes the middle, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});
