// A page's workers, in its own process: they answer through the real link, at once, with made-up
// features. A picture's bytes say which picture it is, so that it can be recognised later.

import type { BackboneInfo, FeatureKey, FeatureSpec } from '../../src/model/backbone';
import { EngineError } from '../../src/model/engine-error';
import type { TrainRequest, TrainResult } from '../../src/model/training';
import { PictureError } from '../../src/pictures/picture-error';
import { ALIVE, type Job } from '../../src/worker-link/calls';
import { answerCalls } from '../../src/worker-link/serve';
import { errorNamed, type Place, SLOW_MS } from './fault';
import type { Visit } from './visit';

const SIDE = 224;
/** As many as the real backbones give. */
const FEATURES = 1280;
/** A JPEG's first bytes up to its size. Nobody here reads further. */
const HEAD = [
  0xff,
  0xd8,
  0xff,
  0xc0,
  0,
  17,
  8,
  0,
  SIDE,
  0,
  SIDE,
  3,
  1,
  0x11,
  0,
  2,
  0x11,
  0,
  3,
  0x11,
  0,
];

/** The picture of that name as a file. */
export const jpegOf = (picture: string): Blob =>
  new Blob([Uint8Array.from(HEAD), picture], { type: 'image/jpeg' });

/** Which picture the bytes are of. Undefined if they are of none. */
export function pictureIn(bytes: ArrayBuffer): string | undefined {
  const all = new Uint8Array(bytes);
  const whole = HEAD.every((byte, i) => all[i] === byte) && all.length > HEAD.length;
  return whole ? new TextDecoder().decode(all.subarray(HEAD.length)) : undefined;
}

export class Bitmap {
  readonly width = SIDE;
  readonly height = SIDE;
  constructor(readonly picture: string) {}
  close(): void {}
}

/** Decodes a picture. @throws {PictureError} */
export async function bitmapIn(source: unknown): Promise<Bitmap> {
  if (source instanceof Bitmap) return source;
  const picture = source instanceof Blob ? pictureIn(await source.arrayBuffer()) : undefined;
  if (picture === undefined) throw new PictureError({ kind: 'broken', detail: 'not whole' });
  return new Bitmap(picture);
}

const pictureCalls = {
  async prepare(_: unknown, source: unknown) {
    const bitmap = await bitmapIn(source);
    return { bitmap, jpeg: jpegOf(bitmap.picture) };
  },
  square: (_: unknown, source: unknown) => bitmapIn(source),
  encode: async (_: unknown, square: unknown) => jpegOf((await bitmapIn(square)).picture),
};

function engineCalls(visit: Visit) {
  const remembered = new Map<FeatureKey, Set<string>>();
  let key = '';
  const under = (wanted: FeatureKey) => {
    const ids = remembered.get(wanted) ?? new Set<string>();
    remembered.set(wanted, ids);
    return ids;
  };
  const train = async (_: unknown, request: TrainRequest, { tell, signal }: Job<unknown>) => {
    const ids = request.samples.map(({ id }) => id);
    if (ids.some((id) => !under(request.featureKey).has(id))) {
      throw new EngineError('features-missing', 'some');
    }
    const split = { train: ids, validation: [], sameBurstClasses: [] };
    tell({ type: 'started', unit: 'pass', mostPasses: 3, split });
    for (let pass = 1; pass <= 3 && !signal.aborted; pass++) {
      tell({ type: 'pass', report: { pass, trainLoss: 1 / pass, trainAccuracy: 1 } });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { classes, featureKey } = request;
    const result: TrainResult = {
      head: {
        kind: 'linear',
        classes,
        featureKey,
        featureSize: FEATURES,
        normalisation: 'l2-sqrt-d',
        layers: [],
      },
      ended: signal.aborted ? 'stopped' : 'converged',
      keptPass: 3,
      split,
      guessing: 0.5,
      l2: 100,
      refitOnAll: true,
      msTrain: 1,
      backend: 'wasm',
    };
    return result;
  };
  return {
    start: () => ({ name: 'wasm', forced: false, trials: [] }),
    loadBackbone(_: unknown, { spec }: { spec: FeatureSpec }): BackboneInfo {
      if (visit.faults.strike('engine', 'fetch')) {
        throw new EngineError('backbone-missing', 'injected');
      }
      const { backbone: id, inputSize } = spec;
      key = `${id}@1/${inputSize}`;
      const facts = { name: id, parameters: 1, bytes: 1, hasSourceHead: false, msPerPicture: 1 };
      return { ...facts, id, key, inputSize, features: FEATURES, stages: [] };
    },
    embed(_: unknown, pictures: { id?: string }[]) {
      for (const { id } of pictures) if (id !== undefined) under(key).add(id);
      return { key, vectors: pictures.map(() => new Float32Array(FEATURES).fill(1)) };
    },
    remember(_: unknown, { key: wanted, ids }: { key: FeatureKey; ids: string[] }) {
      for (const id of ids) under(wanted).add(id);
    },
    forget(_: unknown, ids: string[]) {
      for (const all of remembered.values()) for (const id of ids) all.delete(id);
    },
    setHead() {},
    setStandIn() {},
    train,
  };
}

/** Two ends of a line. What one end posts, the other hears in a task of its own. */
class End extends EventTarget {
  hear(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

/** The `Worker` of a page. */
export function workersOf(visit: Visit): unknown {
  return class extends End {
    readonly #kind: Place;
    readonly #inside = new End();
    #dead = false;

    constructor(_url: unknown, { name = '' }: WorkerOptions = {}) {
      super();
      this.#kind = name.includes('engine') ? 'engine' : 'pictures';
      visit.onClose(() => this.terminate());
      const calls = this.#kind === 'engine' ? engineCalls(visit) : pictureCalls;
      const outward = (message: unknown) => this.#outward(message);
      const endpoint = Object.assign(this.#inside, { postMessage: outward });
      answerCalls(calls, undefined, outward, endpoint as never);
      const how = visit.faults.strike(this.#kind, 'start');
      if (how === 'dies') this.#later(() => this.#die());
      else if (!how) this.#later(() => this.hear(ALIVE));
    }

    postMessage(message: unknown): void {
      const how = visit.faults.strike(this.#kind, 'post');
      if (how === 'hang') return;
      if (how) throw errorNamed(how);
      this.#later(() => this.#inside.hear(message));
    }

    terminate(): void {
      this.#dead = true;
    }

    #outward(message: unknown): void {
      const how = visit.faults.strike(this.#kind, 'answer');
      if (how === 'dies') this.#die();
      else if (how === 'slow') visit.clock.later(() => this.hear(message), SLOW_MS);
      else if (how !== 'hang') {
        this.#later(() => this.hear(how && isAnswer(message) ? thrown(message.id, how) : message));
      }
    }

    #die(): void {
      if (this.#dead) return;
      this.terminate();
      this.dispatchEvent(Object.assign(new Event('error'), { message: 'injected' }));
    }

    #later(work: () => void): void {
      setImmediate(() => {
        visit.active();
        if (!this.#dead) work();
      });
    }
  };
}

const isAnswer = (message: unknown): message is { id: string } =>
  typeof message === 'object' && message !== null && 'id' in message;

/** An answer that throws, as Comlink writes it. */
function thrown(id: string, how: string): unknown {
  const { name, message } = errorNamed(how);
  const value = { isError: true, value: { name, message, stack: '' } };
  return { id, type: 'HANDLER', name: 'throw', value };
}
