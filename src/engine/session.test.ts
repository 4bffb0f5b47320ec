import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { PassReport, TrainEvent, TrainRequest } from './protocol';
import { EngineSession } from './session';

/** A session on plain JavaScript whose "bitmaps" are flat colours: small inputs keep it fast. */
function session() {
  return new EngineSession({
    onLost: () => {},
    fetchFile: async (url) => new Response(await readFile(url.replace('app:', 'public/'))),
    readPixels: (bitmap, side) => {
      const [r, g, b] = (bitmap as unknown as FlatBitmap).colour;
      return Uint8ClampedArray.from(
        { length: side * side * 4 },
        (_, i) => [r, g, b, 255][i % 4] ?? 0,
      );
    },
  });
}

interface FlatBitmap {
  colour: readonly [number, number, number];
  close(): void;
}

const bitmap = (...colour: [number, number, number]) => {
  const flat: FlatBitmap = { colour, close: vi.fn() };
  return flat as unknown as ImageBitmap & FlatBitmap;
};

const SPEC = { backbone: 'mobilenet-v2', inputSize: 32 } as const;
const engine = session();

beforeAll(async () => {
  expect((await engine.start({ backend: 'cpu' })).name).toBe('cpu');
  const info = await engine.loadBackbone('app:backbones/', SPEC, () => {});
  expect(info).toMatchObject({ key: 'mobilenet-v2@1/32', features: 1280, inputSize: 32 });
}, 60_000);

/** Reds against blues, each its own file. */
async function teach(): Promise<TrainRequest> {
  const samples = [0, 1, 2, 3, 4, 5].flatMap((i) =>
    ['red', 'blue'].map((name, label) => ({ id: `${name}${i}`, label, group: `${name}${i}` })),
  );
  await engine.embed(
    0,
    samples.map(({ id, label }, i) => ({
      id,
      bitmap: label === 0 ? bitmap(255 - i * 5, i * 4, 0) : bitmap(0, i * 4, 255 - i * 5),
    })),
  );
  return {
    featureKey: 'mobilenet-v2@1/32',
    classes: ['red', 'blue'],
    samples,
    settings: {
      head: 'linear',
      epochs: 50,
      batchSize: 8,
      learningRate: 0.001,
      l2: 'auto',
      validationShare: 0.2,
      seed: 1,
    },
  };
}

describe('EngineSession', () => {
  it('embeds in order, closes the bitmaps, and is level in memory', async () => {
    const before = engine.memory();
    const [red, blue] = [bitmap(255, 0, 0), bitmap(0, 0, 255)];
    const { key, vectors } = await engine.embed(1, [{ bitmap: red }, { bitmap: blue }]);
    const [first, second] = vectors;
    const [alone] = (await engine.embed(2, [{ bitmap: bitmap(0, 0, 255) }])).vectors;
    expect(key).toBe('mobilenet-v2@1/32');
    expect(first).toHaveLength(1280);
    expect(second).toEqual(alone);
    expect(first).not.toEqual(second);
    expect(red.close).toHaveBeenCalled();
    expect(engine.memory()).toEqual(before);
  });

  it.each(['linear', 'mlp'] as const)('learns, answers and is level: %s', async (head) => {
    const request = await teach();
    const before = engine.memory();
    const events: TrainEvent[] = [];
    const result = await engine.train(
      3,
      { ...request, settings: { ...request.settings, head } },
      (event) => events.push(event),
    );
    expect(events[0]?.type).toBe('started');
    expect(result.validation?.total).toBe(2);
    const { classes, probabilities } = await engine.predict(bitmap(240, 10, 5));
    expect(classes).toEqual(['red', 'blue']);
    expect(probabilities[0]).toBeGreaterThan(0.5);
    expect(engine.memory()).toEqual(before);
  });

  it.each(['linear', 'mlp'] as const)('stops and resumes at a pass: %s', async (head) => {
    const request = await teach();
    const before = engine.memory().tensors;
    const passes: PassReport[] = [];
    const onEvent = (event: TrainEvent) => {
      if (event.type !== 'pass') return;
      passes.push(event.report);
      if (passes.length === 2) engine.abort(4);
    };
    const settings = { ...request.settings, head };
    const stopped = await engine.train(4, { ...request, settings }, onEvent);
    expect(stopped.ended).toBe('stopped');
    expect(passes).toHaveLength(2);
    const resumed = await engine.resume(5, onEvent);
    expect(resumed.ended).not.toBe('stopped');
    expect(passes.map(({ pass }) => pass)).toEqual(passes.map((_, i) => i + 1));
    expect(engine.memory().tensors).toBe(before);
  });

  it('frees a stopped training when another begins', async () => {
    const request = await teach();
    const before = engine.memory().tensors;
    const settings = { ...request.settings, head: 'mlp' as const };
    await engine.train(6, { ...request, settings }, () => engine.abort(6));
    await engine.train(7, request, () => {});
    expect(engine.memory().tensors).toBe(before);
    await expect(engine.resume(8, () => {})).rejects.toMatchObject({ kind: 'no-head' });
  });

  it('cancels an embedding and closes what is left', async () => {
    const pictures = Array.from({ length: 50 }, () => ({ bitmap: bitmap(1, 2, 3) }));
    const work = engine.embed(9, pictures);
    // As a message from the page does: in a task of its own, between two batches.
    setTimeout(() => engine.abort(9), 0);
    await expect(work).rejects.toMatchObject({ kind: 'aborted' });
    for (const picture of pictures) expect(picture.bitmap.close).toHaveBeenCalled();
  });

  it('says what is missing', async () => {
    const request = await teach();
    engine.forget(['red0']);
    await expect(engine.train(10, request, () => {})).rejects.toMatchObject({
      kind: 'features-missing',
    });
    engine.setHead(undefined);
    await expect(engine.predict(bitmap(0, 0, 0))).rejects.toMatchObject({ kind: 'no-head' });
    await expect(session().predict(bitmap(0, 0, 0))).rejects.toMatchObject({
      kind: 'backbone-missing',
    });
  });

  it('changes the backbone without leaving the old one behind', async () => {
    const before = engine.memory().tensors;
    await engine.loadBackbone(
      'app:backbones/',
      { backbone: 'efficientnet-lite0', inputSize: 32 },
      () => {},
    );
    // What is computed with the old one meanwhile comes to its end, and says which one it was.
    const slow = engine.embed(11, [{ bitmap: bitmap(1, 2, 3) }, { bitmap: bitmap(1, 2, 3) }]);
    const back = await engine.loadBackbone('app:backbones/', SPEC, () => {});
    expect((await slow).key).toBe('efficientnet-lite0@1/32');
    expect(back.id).toBe('mobilenet-v2');
    expect(engine.memory().tensors).toBe(before);
  }, 60_000);
});
