// For tests: an engine and a picture worker that answer at once, and files for them.
import { vi } from 'vitest';
import type {
  CallName,
  EngineCallOptions,
  EngineClient,
  EngineRequest,
  EngineResult,
} from '../engine/boundary/client';
import type { EngineStatus } from '../engine/boundary/status';
import type { BackboneInfo, FeatureSpec } from '../model/backbone';
import type { Embedded } from '../model/embedding';
import { EngineError } from '../model/engine-error';
import { DEFAULT_SPEC } from '../model/settings';
import type { TrainRequest, TrainResult } from '../model/training';
import type { Pictures } from '../pictures/client';
import { PictureError } from '../pictures/picture-error';

export const KEY = 'mobilenet-v2@1/192';
export const BACKBONE = { key: KEY } as BackboneInfo;

/** The calls that a fake engine answers, by their names. */
type FakeCalls = {
  [N in CallName]?: (
    request: EngineRequest<N>,
    options: EngineCallOptions<N>,
  ) => Promise<EngineResult<N>>;
};

interface FakeLife {
  status?: EngineStatus;
  spec?: FeatureSpec;
  ready?(): Promise<BackboneInfo>;
  setBackbone?(spec: FeatureSpec): Promise<BackboneInfo>;
}

/**
 * The fake engine as the app sees it. Unless the fake says otherwise, it is ready with a backbone.
 */
export function asEngine(fake: FakeCalls & FakeLife): EngineClient {
  const calls: FakeCalls = fake;
  const call: EngineClient['call'] = async (name, request, options = {}) => {
    const answer = calls[name];
    if (!answer) throw new Error(`this engine has no ${name}`);
    return answer(request, options);
  };
  return {
    get status() {
      return fake.status ?? { phase: 'ready', restarts: 0 };
    },
    get spec() {
      return fake.spec ?? DEFAULT_SPEC;
    },
    ready: async () => (fake.ready ? fake.ready() : BACKBONE),
    setBackbone: async (spec) => (fake.setBackbone ? fake.setBackbone(spec) : BACKBONE),
    call,
    callAside: (name, request, signal) => call(name, request, signal ? { signal } : {}),
  };
}

/** An engine that embeds at once, remembers, and trains in three passes. */
export function fakeEngine() {
  const remembered = new Set<string>();
  const status: EngineStatus = { phase: 'ready', restarts: 0 };
  const engine = {
    status,
    spec: DEFAULT_SPEC,
    forget: vi.fn(async () => {}),
    ready: vi.fn(async () => BACKBONE),
    embed: vi.fn(async (pictures: EngineRequest<'embed'>) => {
      for (const { id } of pictures) if (id) remembered.add(id);
      const vectors: Embedded['vectors'] = pictures.map(() => new Float32Array([1, 2, 3]));
      return { key: KEY, vectors };
    }),
    remember: vi.fn(async ({ ids }: EngineRequest<'remember'>) => {
      for (const id of ids) remembered.add(id);
    }),
    setHead: vi.fn(async () => {}),
    setStandIn: vi.fn(async () => {}),
    setBackbone: vi.fn(async () => BACKBONE),
    train: vi.fn(async (request: TrainRequest, { onEvent }: EngineCallOptions<'train'>) => {
      if (request.samples.some(({ id }) => !remembered.has(id))) {
        throw new EngineError('features-missing', 'some');
      }
      const split = {
        train: request.samples.map(({ id }) => id),
        validation: [],
        sameBurstClasses: [],
      };
      onEvent?.({ type: 'started', unit: 'pass', mostPasses: 3, split });
      for (let pass = 1; pass <= 3; pass++) {
        onEvent?.({ type: 'pass', report: { pass, trainLoss: 1 / pass, trainAccuracy: 1 } });
      }
      return resultOf(request);
    }),
  };
  return { engine, remembered };
}

export const resultOf = ({ classes, samples }: TrainRequest): TrainResult => ({
  head: {
    kind: 'linear',
    classes,
    featureKey: KEY,
    featureSize: 3,
    normalisation: 'l2-sqrt-d',
    layers: [],
  },
  ended: 'converged',
  keptPass: 3,
  split: { train: samples.map(({ id }) => id), validation: [], sameBurstClasses: [] },
  guessing: 0.5,
  l2: 100,
  refitOnAll: true,
  msTrain: 1,
  backend: 'wasm',
});

const square = () => ({ close() {} }) as ImageBitmap;
const jpeg = () => new Blob(['jpeg'], { type: 'image/jpeg' });
function mustBeGood(source: Blob | ImageBitmap): void {
  if (source instanceof File && source.name.startsWith('bad')) {
    throw new PictureError({ kind: 'broken', detail: 'truncated' });
  }
}

/** Files whose name begins with "bad" cannot be read. */
export const pictures: Pictures = {
  async prepare(source) {
    mustBeGood(source);
    return { bitmap: square(), jpeg: jpeg() };
  },
  async square(source) {
    mustBeGood(source);
    return square();
  },
  encode: async () => jpeg(),
  dispose() {},
};

export const files = (...names: string[]) => names.map((name) => ({ file: new File(['x'], name) }));
export const inFolders = (...paths: string[]) =>
  paths.map((path) => {
    const [folder = '', name = ''] = path.split('/');
    return { file: new File(['x'], name), folder };
  });
export const many = (prefix: string, count: number) =>
  files(...Array.from({ length: count }, (_, i) => `${prefix}${i}.jpg`));
