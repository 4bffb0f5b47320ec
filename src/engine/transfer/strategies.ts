// The strategies of transfer learning, each from request to result, all on one split.

import { breather } from '../../model/breather';
import { EngineError } from '../../model/engine-error';
import type {
  Strategy,
  StrategyEvent,
  StrategyRequest,
  StrategyResult,
} from '../../model/strategy';
import { gather } from '../evaluate/samples';
import { divide } from '../head/train';
import { type Around, type Begun, designOf, type Measured, type Steps } from './strategies/begun';
import { frozen } from './strategies/on-features';
import { partial } from './strategies/partial';
import { random } from './strategies/random';
import { scratch } from './strategies/scratch';
import { tuned } from './strategies/tuned';

/**
 * The function that runs each strategy. Everything else about a strategy is in model/strategies.
 */
const RUNS: Record<Strategy, (begun: Begun) => Steps<Measured>> = {
  frozen,
  partial,
  finetune: tuned,
  retain: tuned,
  full: tuned,
  scratch,
  random,
};

export interface StrategyRun {
  /**
   * Continues until it is done or `signal` aborts it. After an abort it returns undefined, and you
   * may call it again to continue. It frees everything when it is done or throws.
   *
   * @throws EngineError 'training-diverged'; the errors of `PixelsOf`
   */
  continue(options: {
    signal?: AbortSignal;
    onEvent(event: StrategyEvent): void;
  }): Promise<StrategyResult | undefined>;
  /** Frees a run that will not continue. If it is still running, it ends as if aborted. */
  dispose(): Promise<void>;
}

/**
 * Prepares a strategy.
 *
 * @throws EngineError 'too-few-samples', 'features-missing': for the same reasons as
 * `startTraining`; 'unknown-design' if it needs a backbone whose stages are known; RangeError if
 * there is no block `freezeAt`
 */
export function startStrategy(request: StrategyRequest, around: Around): StrategyRun {
  const { classes, samples } = request;
  const sizes = classes.map((_, label) => samples.filter((s) => s.label === label).length);
  if (classes.length < 2 || sizes.includes(0)) {
    throw new EngineError('too-few-samples', `Samples of each class: ${sizes.join(', ')}`);
  }
  const { freezeAt } = request;
  if (freezeAt !== undefined) {
    const blocks = designOf(around).card.stages.length - 2;
    if (!(freezeAt >= 0 && freezeAt <= blocks)) throw new RangeError(`no block ${freezeAt}`);
  }

  let msTrain = 0;
  const steps = measured(request, around);
  return {
    async continue({ signal, onEvent }) {
      const breathe = breather();
      for (;;) {
        if (signal?.aborted) return undefined;
        const start = performance.now();
        const { done, value } = await steps.next();
        msTrain += performance.now() - start;
        // There is no result if the run was disposed in the meantime.
        if (done) return value && { ...withNetwork(value), msTrain };
        if (value) onEvent(value.type === 'pass' ? { ...value, ms: msTrain } : value);
        await breathe();
      }
    },
    async dispose() {
      await steps.return(undefined as never);
    },
  };
}

async function* measured(request: StrategyRequest, around: Around): Steps<Measured> {
  const { samples, test: testSamples = [] } = request;
  const size = around.featuresOf(samples[0]?.id ?? '')?.length ?? 0;
  const learning = gather(samples, around.featuresOf, size);
  const test = gather(testSamples, around.featuresOf, size);
  const division = await divide(request, learning, test);
  return yield* RUNS[request.strategy]({ request, around, division, learning, test });
}

/** The head, together with the network whose features it takes. */
function withNetwork({ network, ...measured }: Measured): Omit<StrategyResult, 'msTrain'> {
  return network ? { ...measured, head: { ...measured.head, network } } : measured;
}
