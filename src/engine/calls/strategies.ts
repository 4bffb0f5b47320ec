// Measures ways of using the backbone, and puts to use what one of them has learned.
import { EngineError } from '../../model/engine-error';
import { suitsBackbone } from '../../model/feature-key';
import type { SavedHead } from '../../model/head';
import type {
  Strategy,
  StrategyEvent,
  StrategyRequest,
  StrategyResult,
} from '../../model/strategy';
import type { Job } from '../../worker-link/calls';
import { designOf, isOwn } from '../any-backbone';
import { Held } from '../held';
import type { EngineState } from '../state';
import { ownStages } from '../transfer/saved-network';
import { startStrategy } from '../transfer/strategies';
import { pixelsFrom } from './asked-pictures';
import { call } from './call';

/**
 * Measures a strategy from the start, on pictures that it asks the page for when it needs them.
 * Aborting the signal stops it soon, with undefined as the result. Then it can be resumed. Throws
 * what `startStrategy` throws, and EngineError 'features-missing' if a picture is gone or the
 * backbone has changed in the meantime.
 */
export const runStrategy = call<StrategyRequest, StrategyResult | undefined, StrategyEvent>(
  async (engine, request, job) => {
    await endStrategy(engine, request.strategy);
    const { held, info } = engine.inUseFor(request.featureKey);
    const backbone = held.it;
    const run = startStrategy(request, {
      backbone: isOwn(backbone) ? undefined : backbone,
      inputSize: info.inputSize,
      featuresOf: engine.features.reader(request.featureKey),
      pixelsOf: pixelsFrom(engine, job.picturesOf),
      sourceHead: () => engine.headOfSource(designOf(backbone)),
      batchSize: engine.batchSize(),
      backend: engine.backendName,
    });
    const release = held.hold();
    const dispose = async () => {
      await run.dispose();
      release();
    };
    engine.strategies.set(request.strategy, { ...run, dispose });
    return goOn(engine, request.strategy, job);
  },
);

/**
 * Continues a stopped strategy. No other backbone may have been loaded since. Throws EngineError
 * 'no-head' if no such strategy was stopped.
 */
export const resumeStrategy = call<Strategy, StrategyResult | undefined, StrategyEvent>(
  (engine, strategy, job) => {
    if (!engine.strategies.has(strategy)) throw new EngineError('no-head', 'nothing to resume');
    return goOn(engine, strategy, job);
  },
);

async function goOn(
  engine: EngineState,
  strategy: Strategy,
  { signal, tell }: Job<StrategyEvent>,
): Promise<StrategyResult | undefined> {
  let stopped = false;
  try {
    const result = await engine.strategies.get(strategy)?.continue({ signal, onEvent: tell });
    stopped = result === undefined;
    return result;
  } finally {
    if (!stopped) await endStrategy(engine, strategy);
  }
}

export async function endStrategy({ strategies }: EngineState, strategy: Strategy): Promise<void> {
  const run = strategies.get(strategy);
  strategies.delete(strategy);
  await run?.dispose();
}

/**
 * From now on, this head answers in place of the trained one. It has a network of its own. With
 * undefined, the trained head answers again. Throws EngineError 'no-head' if the head does not fit
 * the backbone in use, and then the trained head answers.
 */
export const setStandIn = call<SavedHead | undefined, void>((engine, head) => {
  engine.standIn?.replace();
  engine.standIn = undefined;
  if (!head) return;
  const { network } = head;
  const { held, info } = engine.inUse();
  if (!network || !suitsBackbone(head, info.key)) {
    throw new EngineError('no-head', `${head.featureKey} does not fit ${info.key}`);
  }
  const own = ownStages(network, head, isOwn(held.it) ? undefined : held.it.card);
  engine.standIn = new Held({ head, network, own, dispose: () => own.dispose() });
});
