// For tests: makes the engine's calls directly on a state, without a worker in between.
import type { CallOptions, EventOf, RequestOf, ResultOf } from '../../worker-link/calls';
import { type EngineCalls, engineCalls } from '../boundary/calls';
import { EngineState, type Surroundings } from '../state';

type Name = keyof EngineCalls;

/** An engine on `surroundings`. It takes calls in the same form as the page's client. */
export function engineOn(surroundings: Surroundings) {
  const state = new EngineState(surroundings);
  return {
    async call<N extends Name>(
      name: N,
      request: RequestOf<EngineCalls[N]>,
      options: CallOptions<EventOf<EngineCalls[N]>> = {},
    ): Promise<ResultOf<EngineCalls[N]>> {
      const { signal = new AbortController().signal, onEvent, picturesOf } = options;
      const handler: (...given: never) => unknown = engineCalls[name];
      const job = { signal, tell: onEvent ?? (() => {}), picturesOf: picturesOf ?? noPictures };
      const result = await handler(...([state, request, job] as never));
      return result as ResultOf<EngineCalls[N]>;
    },
  };
}

const noPictures = async () => [];
