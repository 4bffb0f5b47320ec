// For tests: an engine and a picture worker that answer at once, and files for them.
import { vi } from 'vitest';
import type { PictureToEmbed } from '../model/embedding';
import { EngineError } from '../model/engine-error';
import { DEFAULT_SPEC } from '../model/settings';
import type { TrainRequest, TrainResult } from '../model/training';
import type { Pictures } from '../pictures/client';
import { PictureError } from '../pictures/picture-error';

export const KEY = 'mobilenet-v2@1/224';

/** An engine that embeds at once, remembers, and trains in three passes. */
export function fakeEngine() {
  const remembered = new Set<string>();
  const engine = {
    status: { phase: 'ready' },
    spec: DEFAULT_SPEC,
    forget: vi.fn(async () => {}),
    ready: vi.fn(async () => ({ key: KEY })),
    embed: vi.fn(async (pictures: PictureToEmbed[]) => {
      for (const { id } of pictures) if (id) remembered.add(id);
      return { key: KEY, vectors: pictures.map(() => new Float32Array([1, 2, 3])) };
    }),
    remember: vi.fn(async (_key: string, ids: string[]) => {
      for (const id of ids) remembered.add(id);
    }),
    setHead: vi.fn(async () => {}),
    setStandIn: vi.fn(async () => {}),
    setBackbone: vi.fn(async () => ({ key: KEY })),
    train: vi.fn(async (request: TrainRequest, onEvent: (event: never) => void) => {
      if (request.samples.some(({ id }) => !remembered.has(id))) {
        throw new EngineError('features-missing', 'some');
      }
      const split = {
        train: request.samples.map(({ id }) => id),
        validation: [],
        sameBurstClasses: [],
      };
      onEvent({ type: 'started', unit: 'pass', mostPasses: 3, split } as never);
      for (let pass = 1; pass <= 3; pass++) {
        onEvent({ type: 'pass', report: { pass, trainLoss: 1 / pass, trainAccuracy: 1 } } as never);
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

/** Files whose name begins with "bad" cannot be read. */
export const pictures: Pictures = {
  async prepare(source) {
    if (source instanceof File && source.name.startsWith('bad')) {
      throw new PictureError({ kind: 'broken', detail: 'truncated' });
    }
    const bitmap = { close() {} } as ImageBitmap;
    return { bitmap, jpeg: new Blob(['jpeg'], { type: 'image/jpeg' }) };
  },
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
