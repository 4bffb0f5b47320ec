import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineCallOptions } from '../../engine/boundary/client';
import { EngineError } from '../../model/engine-error';
import type { ProjectRow } from '../../model/project';
import type { StrategyEvent, StrategyRequest, StrategyResult } from '../../model/strategy';
import { asEngine } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { loadMeasurement } from '../../storage/measurements';
import { deleteRun } from '../../storage/runs';
import { useApp } from '../app-store';
import { freezeLine, standInFrom, useLab } from './lab';
import { useLearningPace } from './learning-pace';

const KEY = 'mobilenet-v2@1/192';
const initial = useApp.getState();
const lab = () => useLab.getState();
const open = (id: string) => useApp.setState({ project: { id } as ProjectRow });

const report = (pass: number): StrategyEvent => ({
  type: 'pass',
  ms: 100 * pass,
  report: { pass, trainLoss: 1, trainAccuracy: 1, validationAccuracy: pass / 10 },
});
const resultOf = ({ strategy }: Pick<StrategyRequest, 'strategy'>) =>
  ({
    strategy,
    keptPass: 1,
    head: { network: {} },
    backend: 'wasm',
    split: { train: ['a', 'b', 'c'], validation: ['d'] },
  }) as StrategyResult;

/** Runs until its signal aborts it. When resumed, it ends at once. */
function patientEngine() {
  const engine = {
    embed: async () => ({ key: KEY, vectors: [] }),
    remember: async () => {},
    runStrategy: vi.fn(
      async (
        request: StrategyRequest,
        { onEvent = () => {}, signal }: EngineCallOptions<'runStrategy'>,
      ): Promise<StrategyResult | undefined> => {
        onEvent({ type: 'preparing', done: 4, total: 9 });
        onEvent(report(1));
        if (request.strategy === 'frozen') return resultOf(request);
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
        return undefined;
      },
    ),
    resumeStrategy: vi.fn(
      async (
        strategy: StrategyRequest['strategy'],
        { onEvent }: EngineCallOptions<'resumeStrategy'>,
      ) => {
        onEvent?.(report(2));
        return resultOf({ strategy });
      },
    ),
  };
  provideServices({ engine: asEngine(engine), pictures: {} as never });
  return engine;
}

beforeEach(() => {
  useApp.setState({
    ...initial,
    engine: {
      phase: 'ready',
      restarts: 0,
      backbone: {
        key: KEY,
        stages: [{ multiplyAdds: 10 }, { multiplyAdds: 9 }, { multiplyAdds: 5 }],
      },
    } as never,
  });
  useLab.setState(useLab.getInitialState(), true);
  open('p');
});

describe('the lab', () => {
  it('lays the freeze line in the backbone in use, until another project is shown', () => {
    const stages = Array.from({ length: 19 }, () => ({})) as never;
    const [mine, other] = [KEY, 'efficientnet-lite0@1/224'].map((key) => ({ key, stages }));
    if (!mine || !other) throw new Error('no backbones');
    expect(freezeLine(lab(), mine)).toBe(14);
    lab().moveLine(6);
    expect(freezeLine(lab(), mine)).toBe(6);
    // The other backbone has different blocks.
    expect(freezeLine(lab(), other)).toBe(14);
    open('q');
    expect(freezeLine(lab(), mine)).toBe(14);
  });

  it('keeps what was measured, with its passes', async () => {
    patientEngine();
    await lab().measure('frozen');
    expect(lab().running).toBeUndefined();
    expect(lab().measured.frozen?.result.strategy).toBe('frozen');
    expect(lab().measured.frozen?.history).toMatchObject([{ pass: 1, ms: 100 }]);
  });

  it('stops one, lets another one run, and goes on with the first where it was', async () => {
    const engine = patientEngine();
    const measuring = lab().measure('finetune', 12);
    await vi.waitFor(() => expect(lab().running?.history).toHaveLength(1));
    expect(lab().running).toMatchObject({ strategy: 'finetune', step: 'preparing', total: 9 });
    // Only one strategy is measured at a time.
    await lab().measure('frozen');
    expect(engine.runStrategy).toHaveBeenCalledTimes(1);
    expect(engine.runStrategy.mock.calls[0]?.[0]).toMatchObject({ freezeAt: 12, mostEpochs: 15 });
    lab().stop();
    await measuring;
    expect(lab().stopped.finetune?.history).toHaveLength(1);
    await lab().measure('frozen');
    await lab().resume('finetune');
    expect(lab().stopped.finetune).toBeUndefined();
    expect(lab().measured.finetune?.history.map(({ pass }) => pass)).toEqual([1, 2]);
    expect(Object.keys(lab().measured)).toEqual(['frozen', 'finetune']);
  });

  it('reckons by how fast it learned here', async () => {
    patientEngine();
    const measuring = lab().measure('finetune', 1);
    await vi.waitFor(() => expect(lab().running?.history).toHaveLength(1));
    lab().stop();
    await measuring;
    await lab().resume('finetune');
    // 100 ms per epoch, with three pictures learned and one answered, at 5 multiply-adds a picture.
    expect(useLearningPace.getState().wasm?.late).toBeCloseTo(100 / ((3 * 6 + 1) * 5), 6);
  });

  it('begins anew where the engine has let it go', async () => {
    const engine = patientEngine();
    const measuring = lab().measure('partial', 3);
    await vi.waitFor(() => expect(lab().running?.history).toHaveLength(1));
    lab().stop();
    await measuring;
    engine.resumeStrategy.mockRejectedValueOnce(new EngineError('no-head', 'gone'));
    const again = lab().resume('partial');
    await vi.waitFor(() => expect(engine.runStrategy).toHaveBeenCalledTimes(2));
    expect(engine.runStrategy.mock.calls[1]?.[0]).toMatchObject({ freezeAt: 3 });
    expect(lab().error).toBeUndefined();
    lab().stop();
    await again;
    // Another backbone may have fewer blocks.
    useApp.setState(({ engine }) => ({
      engine: { ...engine, backbone: { ...engine.backbone, key: 'other@1/192' } as never },
    }));
    engine.resumeStrategy.mockRejectedValueOnce(new EngineError('no-head', 'gone'));
    const other = lab().resume('partial');
    await vi.waitFor(() => expect(engine.runStrategy).toHaveBeenCalledTimes(3));
    expect(engine.runStrategy.mock.calls[2]?.[0]).not.toHaveProperty('freezeAt');
    lab().stop();
    await other;
  });

  it('tells what went wrong, and shows nothing of another project', async () => {
    const engine = patientEngine();
    engine.runStrategy.mockRejectedValueOnce(new EngineError('too-few-samples', 'one class'));
    await lab().measure('frozen');
    expect(lab().error).toBe('too-few-samples');
    await lab().measure('frozen');
    expect(lab().error).toBeUndefined();
    open('another');
    expect(lab().measured).toEqual({});
  });

  it('keeps the figures with the project, not what was learned, over a reload and without a training', async () => {
    useApp.setState({ role: 'leads' });
    patientEngine();
    await lab().measure('frozen');
    await deleteRun('p');

    open('none');
    useLab.setState(useLab.getInitialState(), true);
    open('p');
    await vi.waitFor(() => expect(lab().measured.frozen).toBeDefined());
    const { head, history, result } = lab().measured.frozen ?? {};
    expect(head).toBeUndefined();
    expect(history).toMatchObject([{ pass: 1, ms: 100 }]);
    expect(result).toMatchObject({ strategy: 'frozen', split: { validation: ['d'] } });
    expect(standInFrom(lab(), 'frozen')).toBeUndefined();
  });

  it('keeps nothing where another tab works on the project', async () => {
    useApp.setState({ role: 'follows' });
    open('q');
    patientEngine();
    await lab().measure('frozen');
    expect(await loadMeasurement('q', 'strategies')).toBeUndefined();
  });
});
