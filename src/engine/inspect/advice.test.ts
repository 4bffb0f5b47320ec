import { describe, expect, it } from 'vitest';
import type { Advice, Finding } from '../../model/advice';
import { seededRandom } from '../../model/random';
import type { TrainingSample } from '../../model/training';
import { type AdviceData, adviceOn } from './advice';
import { blankMiddle } from './background';

const SIZE = 48;

/**
 * `bursts` recordings of each class with the given number of pictures. Pictures of one recording
 * share most of their differences from the class.
 */
function recorded(bursts: number[], pictures: number, apart: number, seed: number): AdviceData {
  const random = seededRandom(seed);
  const classCount = bursts.length;
  const samples: TrainingSample[] = [];
  const rows: number[] = [];
  const centres = seededRandom(99);
  const centre = Array.from({ length: classCount * SIZE }, () => apart * centres.normal());
  bursts.forEach((count, label) => {
    for (let b = 0; b < count; b++) {
      const look = Array.from({ length: SIZE }, () => random.normal());
      for (let p = 0; p < pictures; p++) {
        samples.push({ id: `${label}/${b}/${p}`, label, group: `${label}/${b}` });
        for (let j = 0; j < SIZE; j++) {
          const x = 2 + (centre[label * SIZE + j] ?? 0) + (look[j] ?? 0) + 0.5 * random.normal();
          rows.push(Math.max(0, x));
        }
      }
    }
  });
  return { classCount, samples, features: Float32Array.from(rows), size: SIZE, seed: 1 };
}

const kindsOf = (findings: Finding[]) => findings.map(({ kind }) => kind);
const ofKind = <K extends Finding['kind']>(findings: Finding[], kind: K) =>
  findings.filter((f): f is Extract<Finding, { kind: K }> => f.kind === kind);

describe('bursts that are nearly the same', () => {
  const data = recorded([5, 5], 6, 2, 1);
  const random = seededRandom(3);
  /** Makes recording `to` show what recording `from` shows, in `share` of its pictures. */
  const planted = (from: string, to: string, share: number): AdviceData => {
    const features = data.features.slice();
    const places = (group: string) =>
      Array.from(data.samples.keys()).filter((i) => data.samples[i]?.group === group);
    const source = places(from);
    places(to).forEach((place, p) => {
      if (p >= 6 * share) return;
      for (let j = 0; j < SIZE; j++) {
        const x = data.features[(source[p] ?? 0) * SIZE + j] ?? 0;
        features[place * SIZE + j] = x * 1.3 + 0.05 * random.normal();
      }
    });
    return { ...data, features };
  };

  it('are found, with their classes and counts', async () => {
    const { findings } = await adviceOn(planted('1/2', '0/4', 1));
    expect(ofKind(findings, 'near-identical-bursts')).toEqual([
      {
        kind: 'near-identical-bursts',
        groups: ['0/4', '1/2'],
        labels: [[0], [1]],
        share: 1,
        from: { pictures: [6, 6], compared: 60, samples: 60, cosine: 0.97 },
      },
    ]);
  });

  it('are not found where there are none, or where only few pictures are alike', async () => {
    expect(kindsOf((await adviceOn(data)).findings)).not.toContain('near-identical-bursts');
    const few = await adviceOn(planted('0/0', '0/1', 0.3));
    expect(kindsOf(few.findings)).not.toContain('near-identical-bursts');
    const half = await adviceOn(planted('0/0', '0/1', 0.5));
    expect(ofKind(half.findings, 'near-identical-bursts')[0]?.share).toBe(0.5);
  });
});

describe('the background', () => {
  const told = recorded([8, 8], 4, 1.5, 1);
  const untold = recorded([8, 8], 4, 0, 2);
  const border = { places: [...told.samples.keys()], features: told.features };

  it('is found where the border tells the classes apart', async () => {
    const { findings } = await adviceOn({ ...told, border });
    const [finding] = ofKind(findings, 'background');
    expect(finding?.border.total).toBe(64);
    expect(finding?.border.low).toBeGreaterThan(finding?.guessing ?? 1);
    expect(finding?.guessing).toBe(0.5);
    expect(finding?.from).toEqual({ pictures: 64, bursts: 16, folds: 5 });
  });

  it('is hardly ever found where the border tells nothing, over many draws', async () => {
    let found = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { features } = recorded([8, 8], 4, 0, 100 + seed);
      const { findings } = await adviceOn({ ...told, seed, border: { ...border, features } });
      found += ofKind(findings, 'background').length;
    }
    // The low end of a 95 % interval is too high once in 40 times.
    expect(found).toBeLessThanOrEqual(1);
  });

  it('is not found where the whole picture tells far more', async () => {
    const faint = recorded([8, 8], 4, 0.25, 3);
    const { findings, notMeasured } = await adviceOn({
      ...told,
      border: { ...border, features: faint.features },
    });
    expect(kindsOf(findings)).not.toContain('background');
    expect(notMeasured).toEqual([]);
  });

  it('is of the pictures that were given, by their places', async () => {
    const some = border.places.filter((i) => i % 2 === 1);
    const features = Float32Array.from(
      some.flatMap((i) => [...told.features.subarray(i * SIZE, (i + 1) * SIZE)]),
    );
    const { findings } = await adviceOn({
      ...untold,
      samples: told.samples,
      border: { places: some, features },
    });
    const [finding] = ofKind(findings, 'background');
    expect(finding?.from.pictures).toBe(32);
    expect(finding?.border.right).toBeGreaterThan(finding?.whole.right ?? 32);
  });

  it('says what it cannot measure', async () => {
    const once = recorded([1, 1], 10, 2, 1);
    const once2 = await adviceOn({
      ...once,
      border: { places: [...once.samples.keys()], features: once.features },
    });
    expect(once2.findings).toEqual([]);
    expect(once2.notMeasured).toEqual([
      { kind: 'more-pictures', why: 'too-few-bursts' },
      { kind: 'background', why: 'too-few-bursts' },
    ]);
    expect((await adviceOn(recorded([6], 2, 1, 1))).notMeasured).toEqual([
      { kind: 'more-pictures', why: 'too-few-classes' },
      { kind: 'background', why: 'no-pictures' },
    ]);
  });
});

describe('more pictures', () => {
  const asked = ({ findings }: Advice) => ofKind(findings, 'more-pictures');

  it('are asked for of the class that has too few', async () => {
    // Class 2 of four (the second has none at all) was recorded five times only.
    const data = recorded([40, 0, 5, 40], 2, 0.4, 10);
    const { findings } = await adviceOn(data);
    const [finding] = ofKind(findings, 'more-pictures');
    expect(finding).toMatchObject({ label: 2, more: 10 });
    expect(finding?.low).toBeGreaterThan(0);
    expect(finding?.gain).toBeGreaterThan(finding?.low ?? 1);
    expect(finding?.high).toBeGreaterThan(finding?.gain ?? 1);
    expect(finding?.recall.total).toBe(10);
    expect(finding?.from).toEqual({
      samples: 170,
      bursts: 85,
      folds: 5,
      halves: 4,
      classesTried: 3,
    });
  });

  it('are not asked for where all is told apart, or nothing can be', async () => {
    expect(asked(await adviceOn(recorded([20, 20], 2, 3, 5)))).toEqual([]);
    let found = 0;
    for (let seed = 0; seed < 20; seed++) {
      const data = recorded([30, 30], 2, 0, 200 + seed);
      found += asked(await adviceOn({ ...data, seed })).length;
    }
    expect(found).toBeLessThanOrEqual(2);
  });
});

it('is the same for the same seed, and stops when told to', async () => {
  const data = recorded([40, 5], 3, 0.7, 7);
  expect(await adviceOn(data)).toEqual(await adviceOn(data));
  const controller = new AbortController();
  controller.abort();
  await expect(adviceOn(data, controller.signal)).rejects.toMatchObject({ kind: 'aborted' });
});

it('blanks the middle so that nothing of it is left, not even in the mean', () => {
  const side = 20;
  const picture = (middle: number) => {
    const rgba = new Uint8ClampedArray(side * side * 4).fill(255);
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const isMiddle = x >= 2 && x < 18 && y >= 2 && y < 18;
        rgba.fill(isMiddle ? middle : x + y, (y * side + x) * 4, (y * side + x) * 4 + 3);
      }
    }
    blankMiddle(rgba, side);
    return rgba;
  };
  const blanked = picture(200);
  expect(blanked).toEqual(picture(0));
  expect([...blanked.subarray(0, 8)]).toEqual([0, 0, 0, 255, 1, 1, 1, 255]);
  expect([...blanked.subarray((10 * side + 10) * 4, (10 * side + 10) * 4 + 4)]).toEqual([
    19, 19, 19, 255,
  ]);
});
