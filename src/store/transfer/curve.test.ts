import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineCallOptions } from '../../engine/boundary/client';
import type { Curve, CurveEvent, CurveRequest } from '../../model/curve';
import { EngineError } from '../../model/engine-error';
import type { ProjectRow } from '../../model/project';
import { asEngine } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { loadMeasurement } from '../../storage/measurements';
import { useApp } from '../app-store';
import { curveAnswer, curveSteps, useCurves } from './curve';
import { curveNumbers, pointsMs } from './curve-cost';

const initial = useApp.getState();
const curves = () => useCurves.getState();
const open = (id: string) => useApp.setState({ project: { id } as ProjectRow });
const reload = (id: string) => {
  open('none');
  useCurves.setState(useCurves.getInitialState(), true);
  open(id);
};

const STARTED: CurveEvent = {
  type: 'started',
  numbers: [1, 2, 5],
  points: 4,
  heldOut: 10,
  guessing: 0.5,
};
const point = (perClass: number, right: number, draw = 0): CurveEvent => ({
  type: 'point',
  point: { perClass, draw, right },
});

/**
 * Reports two points, then waits until it is stopped. It does not measure again what was measured.
 */
function engineOf() {
  const engine = {
    embed: async () => ({ key: 'k', vectors: [] }),
    remember: async () => {},
    measureCurve: vi.fn(
      async (
        { measured = [] }: CurveRequest,
        { onEvent = () => {}, signal }: EngineCallOptions<'measureCurve'>,
      ) => {
        onEvent(STARTED);
        if (measured.length > 0) return onEvent(point(5, 9));
        onEvent(point(1, 6));
        onEvent({ type: 'learning', perClass: 2, epoch: 3, epochs: 40 });
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        throw new EngineError('aborted', 'stopped');
      },
    ),
  };
  provideServices({ engine: asEngine(engine), pictures: {} as never });
  return engine;
}

beforeEach(async () => {
  await database.measurements.clear();
  useApp.setState({
    ...initial,
    engine: { phase: 'ready', restarts: 0, backbone: { key: 'k' } } as never,
  });
  useCurves.setState(useCurves.getInitialState(), true);
  open('p');
});

describe('the curves', () => {
  it('keep what was measured when stopped, and go on from there', async () => {
    const engine = engineOf();
    const measuring = curves().measure('scratch');
    await vi.waitFor(() => expect(curves().running?.next?.epoch).toBe(3));
    // Only one curve is measured at a time.
    await curves().measure('transfer');
    expect(engine.measureCurve).toHaveBeenCalledTimes(1);
    curves().stop();
    await measuring;
    expect(curves()).toMatchObject({ running: undefined, error: undefined });
    expect(curves().measured?.curves.scratch?.points).toHaveLength(1);

    await curves().measure('scratch');
    expect(engine.measureCurve.mock.calls[1]?.[0].measured).toEqual([{ perClass: 1, draw: 0 }]);
    expect(curves().measured?.curves.scratch?.points.map(({ perClass }) => perClass)).toEqual([
      1, 5,
    ]);
  });

  it('begin anew where the split is another', async () => {
    const engine = engineOf();
    const measuring = curves().measure('scratch');
    await vi.waitFor(() => expect(curves().running?.next).toBeDefined());
    curves().stop();
    await measuring;
    useApp.setState({ settings: { ...initial.settings, seed: initial.settings.seed + 1 } });
    const again = curves().measure('scratch');
    await vi.waitFor(() => expect(curves().running?.next).toBeDefined());
    expect(engine.measureCurve.mock.calls[1]?.[0].measured).toEqual([]);
    expect(curves().measured?.curves.scratch?.points).toHaveLength(1);
    curves().stop();
    await again;
  });

  it('come back after a reload as far as they were measured, to their project alone, and go on', async () => {
    const engine = engineOf();
    const measuring = curves().measure('scratch');
    await vi.waitFor(() => expect(curves().running?.next).toBeDefined());
    // The page is closed before the second point.
    await vi.waitFor(async () => expect(await loadMeasurement('p', 'curves')).toBeDefined());
    curves().stop();
    await measuring;
    const before = curves();
    reload('p');
    await vi.waitFor(() => expect(curves().measured).toEqual(before.measured));
    await curves().measure('scratch');
    expect(engine.measureCurve.mock.calls[1]?.[0].measured).toEqual([{ perClass: 1, draw: 0 }]);
    await vi.waitFor(async () =>
      expect((await loadMeasurement('p', 'curves'))?.curves.scratch?.points).toHaveLength(2),
    );
    open('q');
    expect(await loadMeasurement('q', 'curves')).toBeUndefined();
    expect(curves().measured).toBeUndefined();
  });

  it('are kept by the tab alone that works on the project', async () => {
    useApp.setState({ role: 'follows' });
    engineOf();
    const measuring = curves().measure('scratch');
    await vi.waitFor(() => expect(curves().measured?.curves.scratch?.points).toHaveLength(1));
    curves().stop();
    await measuring;
    expect(await loadMeasurement('p', 'curves')).toBeUndefined();
  });

  it('tell what went wrong, and show nothing of another project', async () => {
    const engine = engineOf();
    engine.measureCurve.mockRejectedValueOnce(new EngineError('too-few-samples', 'one class'));
    await curves().measure('transfer');
    expect(curves().error).toBe('too-few-samples');
    open('another');
    expect(curves()).toMatchObject({ error: undefined, measured: undefined });
  });
});

const curveOf = (rights: Record<number, number[]>, numbers = [1, 2, 5, 10]): Curve => ({
  numbers,
  total: 12,
  heldOut: 10,
  guessing: 0.5,
  points: Object.entries(rights).flatMap(([perClass, all]) =>
    all.map((right, draw) => ({ perClass: Number(perClass), draw, right })),
  ),
});

it('has the mean of the draws, and the least and the most', () => {
  expect(curveSteps(curveOf({ 2: [6, 9, 9], 1: [5] }))).toEqual([
    { perClass: 1, mean: 0.5, low: 0.5, high: 0.5, draws: 1 },
    { perClass: 2, mean: expect.closeTo(0.8), low: 0.6, high: 0.9, draws: 3 },
  ]);
});

describe('how many pictures scratch needs for what transfer has with 5', () => {
  const transfer = curveOf({ 1: [6], 2: [7], 5: [8, 9], 10: [10] });

  it('is the first number with which it has as much', () => {
    const scratch = curveOf({ 1: [5], 2: [6], 5: [8], 10: [9] });
    expect(curveAnswer(transfer, scratch)).toEqual({
      few: 5,
      share: expect.closeTo(0.85),
      needs: 10,
      most: 10,
      unfinished: false,
    });
  });

  it('may be more than there are, or than were tried', () => {
    const low = { 1: [5], 2: [5], 5: [5] };
    expect(curveAnswer(transfer, curveOf({ ...low, 10: [6] }))).not.toHaveProperty('needs');
    expect(curveAnswer(transfer, curveOf(low))).toMatchObject({ most: 5, unfinished: true });
  });

  it('starts from the most there are where there are no 5, and waits for both', () => {
    const few = curveOf({ 1: [6], 3: [7] }, [1, 3]);
    expect(curveAnswer(few, curveOf({ 1: [7] }))).toMatchObject({ few: 3, needs: 1 });
    expect(curveAnswer(few, undefined)).toBeUndefined();
    expect(curveAnswer(few, curveOf({}))).toBeUndefined();
  });
});

describe('what is measured', () => {
  it('are 1, 2, 5 and so on, then all', () => {
    expect(curveNumbers(24)).toEqual([1, 2, 5, 10, 20, 24]);
    expect(curveNumbers(1)).toEqual([1]);
    expect(curveNumbers(20)).toEqual([1, 2, 5, 10, 20]);
  });

  it('takes far longer from scratch, and longer with more pictures', () => {
    const backbone = { inputSize: 224, msPerPicture: 20, multiplyAdds: 300e6 };
    const ms = (way: 'transfer' | 'scratch', fewestToLearn: number) =>
      pointsMs(way, backbone, { classes: 2, validation: 10, fewestToLearn }).reduce(
        (a, b) => a + b,
      );
    expect(ms('scratch', 24)).toBeGreaterThan(20 * ms('transfer', 24));
    expect(ms('scratch', 50)).toBeGreaterThan(ms('scratch', 24));
  });
});
