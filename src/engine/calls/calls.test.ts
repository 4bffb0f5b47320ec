import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { EngineError } from '../../model/engine-error';
import type { DenseLayer, SavedHead } from '../../model/head';
import type { MapEvent } from '../../model/map';
import type { PassReport, TrainEvent, TrainRequest } from '../../model/training';
import { logits } from '../head/answer';
import { placesOf } from '../inspect/map';
import { engineOn } from './on-a-state';

// Node reads what a browser fetches.
vi.mock('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url', () => ({
  default: fileURLToPath(
    import.meta.resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
  ),
}));

/** An engine whose "bitmaps" are flat colours: small inputs keep it fast. */
function newEngine() {
  return engineOn({
    onLost: () => {},
    fetchFile: async (url) => new Response(await readFile(url.replace('app:', 'public/'))),
    readPixels: (bitmap, side) => {
      const [r, g, b] = (bitmap as unknown as FlatBitmap).colour;
      return Uint8ClampedArray.from(
        { length: side * side * 4 },
        (_, i) => [r, g, b, 255][i % 4] ?? 0,
      );
    },
    placeAll: placesOf,
  });
}

type Colour = [number, number, number];

interface FlatBitmap {
  colour: Readonly<Colour>;
  close(): void;
}

const bitmap = (...colour: Colour) => {
  const flat: FlatBitmap = { colour, close: vi.fn() };
  return flat as unknown as ImageBitmap & FlatBitmap;
};

const SPEC = { backbone: 'mobilenet-v2', inputSize: 32 } as const;
const engine = newEngine();
const memory = () => engine.call('memory', undefined);

beforeAll(async () => {
  // Node 20 has none.
  vi.stubGlobal('navigator', { hardwareConcurrency: 1 });
  expect((await engine.call('start', { backend: 'wasm' })).name).toBe('wasm');
  const info = await engine.call('loadBackbone', { baseUrl: 'app:backbones/', spec: SPEC });
  expect(info).toMatchObject({ key: 'mobilenet-v2@1/32', features: 1280, inputSize: 32 });
});

const colourOf = (label: number, i: number): Colour =>
  label === 0 ? [255 - i * 5, i * 4, 0] : [0, i * 4, 255 - i * 5];

/** Reds against blues, each its own recording. */
async function teach(): Promise<TrainRequest> {
  const samples = [0, 1, 2, 3, 4, 5].flatMap((i) =>
    ['red', 'blue'].map((name, label) => ({ id: `${name}${i}`, label, group: `${name}${i}` })),
  );
  await engine.call(
    'embed',
    samples.map(({ id, label }, i) => ({
      id,
      bitmap: bitmap(...colourOf(label, i)),
    })),
  );
  return {
    featureKey: 'mobilenet-v2@1/32',
    classes: ['red', 'blue'],
    samples,
    settings: {
      head: 'linear',
      epochs: 15,
      batchSize: 8,
      learningRate: 0.001,
      l2: 'auto',
      validationShare: 0.2,
      seed: 1,
    },
  };
}

describe('the engine', () => {
  it('embeds in order, closes the bitmaps, and is level in memory', async () => {
    const before = await memory();
    const [red, blue] = [bitmap(255, 0, 0), bitmap(0, 0, 255)];
    const embedded = await engine.call('embed', [{ bitmap: red }, { bitmap: blue }]);
    const { key, vectors } = embedded;
    expect(embedded.msPerPicture).toBeGreaterThan(0);
    expect(await engine.call('embed', [])).not.toHaveProperty('msPerPicture');
    const [first, second] = vectors;
    const [alone] = (await engine.call('embed', [{ bitmap: bitmap(0, 0, 255) }])).vectors;
    expect(key).toBe('mobilenet-v2@1/32');
    expect(first).toHaveLength(1280);
    expect(second).toEqual(alone);
    expect(first).not.toEqual(second);
    expect(red.close).toHaveBeenCalled();
    expect(await memory()).toEqual(before);
  });

  it.each(['linear', 'mlp'] as const)('learns, answers and is level: %s', async (head) => {
    const request = await teach();
    const before = await memory();
    const events: TrainEvent[] = [];
    const result = await engine.call(
      'train',
      { ...request, settings: { ...request.settings, head } },
      { onEvent: (event) => events.push(event) },
    );
    expect(events[0]?.type).toBe('started');
    expect(result.validation?.total).toBe(2);
    const { classes, probabilities } = await engine.call('predict', bitmap(240, 10, 5));
    expect(classes).toEqual(['red', 'blue']);
    expect(probabilities[0]).toBeGreaterThan(0.5);
    expect(await memory()).toEqual(before);
  });

  it.each(['linear', 'mlp'] as const)('stops and resumes at a pass: %s', async (head) => {
    const request = await teach();
    const before = (await memory()).tensors;
    const passes: PassReport[] = [];
    const stop = new AbortController();
    const onEvent = (event: TrainEvent) => {
      if (event.type !== 'pass') return;
      passes.push(event.report);
      if (passes.length === 2) stop.abort();
    };
    const settings = { ...request.settings, head };
    const stopped = await engine.call(
      'train',
      { ...request, settings },
      { onEvent, signal: stop.signal },
    );
    expect(stopped.ended).toBe('stopped');
    expect(passes).toHaveLength(2);
    const resumed = await engine.call('resume', undefined, { onEvent });
    expect(resumed.ended).not.toBe('stopped');
    expect(passes.map(({ pass }) => pass)).toEqual(passes.map((_, i) => i + 1));
    expect((await memory()).tensors).toBe(before);
  });

  it('takes back what it exported, beside what it has learned meanwhile, and is level', async () => {
    await engine.call('train', await teach());
    const red = () => bitmap(240, 10, 5);
    const { model, head, golden } = await engine.call('exportModel', [red()]);
    const files = [
      new File(
        [
          JSON.stringify({
            modelTopology: model.topology,
            weightsManifest: [{ paths: ['weights.bin'], weights: model.weightSpecs }],
          }),
        ],
        'model.json',
      ),
      new File([model.weights], 'weights.bin'),
      new File([JSON.stringify({ labels: head.classes })], 'metadata.json'),
    ];
    const before = await memory();
    expect(await engine.call('answerImported', red())).toBeUndefined();
    expect(await engine.call('importModel', files.slice(1))).toMatchObject({ problem: 'no-model' });
    expect(await engine.call('importModel', files)).toMatchObject({
      info: { labels: ['red', 'blue'] },
    });
    const held = await memory();
    expect(held.tensors).toBeGreaterThan(before.tensors);

    // Files that cannot be used leave the model in place. A usable one replaces it.
    expect(await engine.call('importModel', [])).toMatchObject({ problem: 'no-model' });
    expect(await memory()).toEqual(held);
    await engine.call('importModel', files);
    expect(await memory()).toEqual(held);

    const picture = red();
    const answers = await engine.call('answerImported', picture);
    expect(picture.close).toHaveBeenCalled();
    expect(answers).toHaveLength(2);
    expect(golden[0]?.probabilities).toHaveLength(2);
    for (const [i, share] of (golden[0]?.probabilities ?? []).entries()) {
      expect(answers?.[i]).toBeCloseTo(share, 3);
    }

    const pictures = [0, 1, 2].flatMap((i) =>
      [0, 1].map((label) => ({
        id: `${label}/${i}`,
        label,
        group: `${label}/${i}`,
        right: i > 0,
      })),
    );
    const progress: number[] = [];
    const given: ReturnType<typeof bitmap>[] = [];
    const compared = await engine.call(
      'compareImported',
      { pictures, classOf: [0, 1] },
      {
        picturesOf: async (ids) =>
          ids.map((id) => {
            const [label, i] = id.split('/').map(Number);
            const made = bitmap(...colourOf(label ?? 0, i ?? 0));
            given.push(made);
            return { id, bitmap: made };
          }),
        onEvent: ({ done }) => progress.push(done),
      },
    );
    expect(compared).toMatchObject({
      theirs: { right: 6, total: 6 },
      ours: { right: 4, total: 6 },
      right: pictures.map(() => true),
    });
    expect(compared?.said.map(({ label }) => label)).toEqual(pictures.map(({ label }) => label));
    expect(compared?.difference.difference).toBeCloseTo(-1 / 3);
    expect(progress.at(-1)).toBe(6);
    expect(given.every(({ close }) => vi.mocked(close).mock.calls.length > 0)).toBe(true);
    expect(await memory()).toEqual(held);

    await engine.call('dropImported', undefined);
    expect(await memory()).toEqual(before);
    expect(await engine.call('answerImported', red())).toBeUndefined();
    await engine.call('setHead', undefined);
  });

  it('exports what answers with its own answers, closes the bitmaps, and is level', async () => {
    await engine.call('train', await teach());
    const before = await memory();
    const red = bitmap(240, 10, 5);
    const { model, inputSize, head, golden } = await engine.call('exportModel', [
      red,
      bitmap(0, 9, 240),
    ]);
    expect(inputSize).toBe(32);
    expect(head.classes).toEqual(['red', 'blue']);
    expect(model.weights.length).toBeGreaterThan(2_200_000);
    const { probabilities } = await engine.call('predict', bitmap(240, 10, 5));
    expect(golden.map((each) => each.pixels.length)).toEqual([32 * 32 * 4, 32 * 32 * 4]);
    expect(golden[0]?.probabilities).toEqual(probabilities);
    expect(golden[1]?.probabilities).not.toEqual(probabilities);
    expect(red.close).toHaveBeenCalled();
    expect(await memory()).toEqual(before);
    await engine.call('setHead', undefined);
    const unanswered = bitmap(1, 2, 3);
    await expect(engine.call('exportModel', [unanswered])).rejects.toMatchObject({
      kind: 'no-head',
    });
    expect(unanswered.close).toHaveBeenCalled();
  });

  it.each(['partial', 'finetune', 'random'] as const)(
    'lets what a strategy learned answer in the place of the trained head: %s',
    async (strategy) => {
      const { samples, ...request } = await teach();
      const { head: trained } = await engine.call('train', { samples, ...request });
      const others: Record<string, Colour> = {
        orange: [250, 90, 9],
        teal: [20, 90, 200],
        violet: [150, 20, 150],
      };
      const pictures = { ...others };
      for (const [i, { id, label }] of samples.entries()) pictures[id] = colourOf(label, i);
      const of = (id: string) => bitmap(...(pictures[id] ?? [0, 0, 0]));
      const test = Object.keys(others).map((id, i) => ({ id, label: Math.min(i, 1), group: id }));
      await engine.call(
        'embed',
        test.map(({ id }) => ({ id, bitmap: of(id) })),
      );
      const before = await memory();
      const result = await engine.call(
        'runStrategy',
        {
          ...request,
          samples,
          test,
          strategy,
          mostEpochs: 2,
          ...(strategy === 'finetune' && { freezeAt: 17 }),
        },
        { picturesOf: async (ids) => ids.map((id) => ({ id, bitmap: of(id) })) },
      );
      const { head, test: measured } = result ?? {};
      expect(head?.network).toBeDefined();
      expect(await memory()).toEqual(before);

      const byTrained = await engine.call('predict', of('violet'));
      await engine.call('setStandIn', head);
      const holding = await memory();
      const said = [];
      for (const { id } of test) said.push(...(await engine.call('predict', of(id))).probabilities);
      said.forEach((p, i) => {
        expect(Math.abs(p - (measured?.answers?.probabilities[i] ?? -1))).toBeLessThan(1e-4);
      });
      const ids = samples.map(({ id }) => id);
      const seen = await engine.call('explain', { bitmap: of('violet'), nearest: { ids, k: 2 } });
      expect(seen.prediction.probabilities).toEqual(said.slice(4).map((p) => expect.closeTo(p, 5)));
      expect(seen.nearest).toHaveLength(2);
      const asTrained = await engine.call('explain', { bitmap: of('violet'), asTrained: true });
      expect(asTrained.prediction.probabilities[0]).toBeCloseTo(
        byTrained.probabilities[0] ?? -1,
        5,
      );
      const { golden, inputSize } = await engine.call('exportModel', [of('violet')]);
      expect(golden[0]?.probabilities).toEqual(said.slice(4));
      expect(inputSize).toBe(32);
      expect(await memory()).toEqual(holding);

      // A training runs as usual and does not replace the stand-in.
      await engine.call('train', { samples, ...request });
      expect((await engine.call('predict', of('violet'))).probabilities).toEqual(said.slice(4));
      await engine.call('setStandIn', undefined);
      expect((await engine.call('predict', of('violet'))).probabilities).toEqual(
        byTrained.probabilities,
      );
      expect(await memory()).toEqual(before);
      expect(trained.network).toBeUndefined();
    },
  );

  it('takes no stand-in that does not fit, and lets the trained head answer then', async () => {
    await engine.call('train', await teach());
    const before = await memory();
    const { probabilities } = await engine.call('predict', bitmap(9, 8, 7));
    const head: SavedHead = {
      kind: 'linear',
      classes: ['red', 'blue'],
      featureKey: 'mobilenet-v2@1/32+finetune-17',
      featureSize: 1280,
      normalisation: 'l2-sqrt-d',
      layers: [],
    };
    const network = { design: 'backbone', inputSize: 32, kept: 18, until: 19 } as const;
    const wrong: SavedHead[] = [
      head,
      { ...head, network: { ...network, weights: new Float32Array(7) } },
      { ...head, network: { ...network, until: 25, weights: new Float32Array() } },
      { ...head, featureSize: 7, network: { ...network, weights: new Float32Array() } },
      { ...head, featureKey: 'other@1/32', network: { ...network, weights: new Float32Array() } },
      { ...head, network: { ...network, design: 'small', weights: new Float32Array() } },
    ];
    for (const each of wrong) {
      await expect(engine.call('setStandIn', each)).rejects.toBeInstanceOf(EngineError);
    }
    expect((await engine.call('predict', bitmap(9, 8, 7))).probabilities).toEqual(probabilities);
    expect(await memory()).toEqual(before);
  });

  it('frees a stopped training when another begins', async () => {
    const request = await teach();
    const before = (await memory()).tensors;
    const settings = { ...request.settings, head: 'mlp' as const };
    const stop = new AbortController();
    await engine.call(
      'train',
      { ...request, settings },
      { onEvent: () => stop.abort(), signal: stop.signal },
    );
    await engine.call('train', request);
    expect((await memory()).tensors).toBe(before);
    await expect(engine.call('resume', undefined)).rejects.toMatchObject({ kind: 'no-head' });
  });

  it('cancels an embedding and closes what is left', async () => {
    const pictures = Array.from({ length: 50 }, () => ({ bitmap: bitmap(1, 2, 3) }));
    const stop = new AbortController();
    const work = engine.call('embed', pictures, { signal: stop.signal });
    // The abort comes like a message from the page: in its own task, between two batches.
    setTimeout(() => stop.abort(), 0);
    await expect(work).rejects.toMatchObject({ kind: 'aborted' });
    for (const picture of pictures) expect(picture.bitmap.close).toHaveBeenCalled();
  });

  it('says what is missing', async () => {
    const request = await teach();
    await engine.call('forget', ['red0']);
    await expect(engine.call('train', request)).rejects.toMatchObject({
      kind: 'features-missing',
    });
    await engine.call('setHead', undefined);
    await expect(engine.call('predict', bitmap(0, 0, 0))).rejects.toMatchObject({
      kind: 'no-head',
    });
    await expect(newEngine().call('predict', bitmap(0, 0, 0))).rejects.toMatchObject({
      kind: 'backbone-missing',
    });
  });

  it.each(['linear', 'mlp'] as const)(
    'explains an answer in the pass that gives it: %s',
    async (kind) => {
      const request = await teach();
      const { head: trained } = await engine.call('train', request);
      const identity: DenseLayer = {
        inputs: 2,
        outputs: 2,
        weights: Float32Array.of(1, 0, 0, 1),
        bias: new Float32Array(2),
        activation: 'linear',
      };
      // An MLP with the same answers, bent at 0, because training one takes time.
      const bent = trained.layers.map((layer): DenseLayer => ({ ...layer, activation: 'relu' }));
      const head: SavedHead =
        kind === 'linear' ? trained : { ...trained, kind, layers: [...bent, identity] };
      await engine.call('setHead', head);
      const before = await memory();
      const ids = request.samples.map(({ id }) => id);
      const picture = bitmap(250, 4, 0);
      const { prediction, heat, nearest } = await engine.call('explain', {
        bitmap: picture,
        nearest: { ids, k: 3, exclude: 'red1' },
      });
      expect(picture.close).toHaveBeenCalled();
      expect(await memory()).toEqual(before);
      const alone = await engine.call('predict', bitmap(250, 4, 0));
      expect(prediction.classes).toEqual(['red', 'blue']);
      prediction.probabilities.forEach((p, c) => {
        expect(p).toBeCloseTo(alone.probabilities[c] ?? -1, 5);
      });

      expect(heat).toMatchObject({ classId: 'red', width: 1, height: 1, exact: kind === 'linear' });
      expect(heat.values).toEqual(Float32Array.of(1));
      const { vectors } = await engine.call('embed', [{ bitmap: bitmap(250, 4, 0) }]);
      const [red = 0, blue = 0] = logits(head, vectors[0] ?? new Float32Array());
      const total = heat.evidence.reduce((sum, x) => sum + x, 0);
      expect(Math.abs(total - (red - blue))).toBeLessThan(1e-4 * (1 + Math.abs(red - blue)));

      expect(nearest.map(({ id }) => id.slice(0, 3))).toEqual(['red', 'red', 'red']);
      expect(nearest.map(({ id }) => id)).not.toContain('red1');
      const other = await engine.call('explain', { bitmap: bitmap(250, 4, 0), classId: 'blue' });
      expect(other.heat.evidence[0]).toBeCloseTo(-total, 3);
      expect(other.nearest).toEqual([]);
      const left = await engine.call('explain', {
        bitmap: bitmap(250, 4, 0),
        among: ['blue', 'green'],
      });
      expect(left.heat.classId).toBe('blue');
      await expect(
        engine.call('explain', { bitmap: bitmap(0, 0, 0), classId: 'green' }),
      ).rejects.toMatchObject({
        kind: 'no-head',
      });
    },
  );

  it('finds the nearest samples of a sample', async () => {
    const { featureKey, samples } = await teach();
    const ids = samples.map(({ id }) => id);
    const found = await engine.call('nearest', { featureKey, of: 'blue3', ids, k: 4 });
    expect(found.every(({ id }) => id.startsWith('blue') && id !== 'blue3')).toBe(true);
    await expect(engine.call('nearest', { featureKey, of: 'green', ids, k: 1 })).rejects.toThrow(
      'green',
    );
  });

  it.each(['features', 'answers'] as const)('places samples on a map by %s', async (by) => {
    const request = await teach();
    await engine.call('train', request);
    const before = await memory();
    const { featureKey, samples } = request;
    const mapRequest = { featureKey, ids: samples.map(({ id }) => id), seed: 1, by };
    const events: MapEvent[] = [];
    const { places, layout } = await engine.call('placeOnMap', mapRequest, {
      onEvent: (e) => events.push(e),
    });
    expect(layout).toBe(by === 'features' ? 'umap' : 'evidence');
    expect(places).toHaveLength(2 * samples.length);
    expect(events[0]).toMatchObject({ type: 'first' });
    expect(await memory()).toEqual(before);
    if (by === 'answers') {
      samples.forEach(({ label }, i) => {
        expect((places[2 * i] ?? -1) > 0.5).toBe(label === 1);
      });
    }
    const stop = new AbortController();
    const cancelled = engine.call('placeOnMap', mapRequest, {
      onEvent: () => stop.abort(),
      signal: stop.signal,
    });
    await expect(cancelled).rejects.toMatchObject({ kind: 'aborted' });
    await engine.call('forget', ['red0']);
    await expect(engine.call('placeOnMap', mapRequest)).rejects.toMatchObject({
      kind: 'features-missing',
    });
  });

  it('advises on samples and the borders of their pictures', async () => {
    const { featureKey, classes, samples } = await teach();
    const before = await memory();
    const pictures = () =>
      samples.map(({ id, label }, i) => ({
        id,
        bitmap: bitmap(...colourOf(label, i)),
      }));
    const given = pictures();
    const request = { featureKey, classes, samples, seed: 1 };
    const { notMeasured } = await engine.call('adviseOn', { ...request, pictures: given });
    // Flat colours that are nearly the same count as one recording, which tells nothing about
    // others.
    expect(notMeasured).toContainEqual({ kind: 'background', why: 'too-few-bursts' });
    for (const picture of given) expect(picture.bitmap.close).toHaveBeenCalled();
    expect(await memory()).toEqual(before);

    const stranger = [{ id: 'nobody', bitmap: bitmap(1, 2, 3) }];
    await expect(engine.call('adviseOn', { ...request, pictures: stranger })).rejects.toMatchObject(
      {
        kind: 'features-missing',
      },
    );
    const late = pictures();
    const stop = new AbortController();
    const cancelled = engine.call(
      'adviseOn',
      { ...request, pictures: late },
      { signal: stop.signal },
    );
    setTimeout(() => stop.abort(), 0);
    await expect(cancelled).rejects.toMatchObject({ kind: 'aborted' });
    for (const picture of late) expect(picture.bitmap.close).toHaveBeenCalled();
  });

  it('changes the backbone without leaving the old one behind', async () => {
    const before = (await memory()).tensors;
    await engine.call('loadBackbone', {
      baseUrl: 'app:backbones/',
      spec: { backbone: 'efficientnet-lite0', inputSize: 32 },
    });
    // A computation with the old backbone still finishes, and its result names that backbone.
    const slow = engine.call('embed', [{ bitmap: bitmap(1, 2, 3) }, { bitmap: bitmap(1, 2, 3) }]);
    const back = await engine.call('loadBackbone', { baseUrl: 'app:backbones/', spec: SPEC });
    expect((await slow).key).toBe('efficientnet-lite0@1/32');
    expect(back.id).toBe('mobilenet-v2');
    expect((await memory()).tensors).toBe(before);
  });

  it('says what the source task sees, from a backbone beside the one in use', async () => {
    const before = (await memory()).tensors;
    const one = bitmap(20, 60, 200);
    const progress = vi.fn();
    const seen = await engine.call('seeAsSource', { bitmap: one, count: 5 }, { onEvent: progress });
    expect(one.close).toHaveBeenCalled();
    expect(progress).toHaveBeenCalled();
    expect(seen).toHaveLength(5);
    expect(seen.map(({ probability }) => probability)).toEqual(
      seen.map(({ probability }) => probability).sort((a, b) => b - a),
    );
    const held = (await memory()).tensors;
    progress.mockClear();
    expect(
      await engine.call(
        'seeAsSource',
        { bitmap: bitmap(20, 60, 200), count: 5 },
        { onEvent: progress },
      ),
    ).toEqual(seen);
    expect(progress).not.toHaveBeenCalled();
    expect((await memory()).tensors).toBe(held);
    await engine.call('releaseGuests', undefined);
    // Only the head is kept: its kernel and its bias.
    expect((await memory()).tensors).toBe(before + 2);
  });

  it('probes every stage of both backbones, compares them, and is level', async () => {
    const { samples, classes } = await teach();
    const before = (await memory()).tensors;
    const other = { backbone: 'efficientnet-lite0', inputSize: 32 } as const;
    const pictures = () =>
      samples.map(({ id, label }, i) => ({
        id,
        bitmap: label === 0 ? bitmap(255 - i * 9, i * 4, 0) : bitmap(0, i * 4, 255 - i * 9),
      }));
    const ids = samples.map(({ id }) => id);
    for (const spec of [SPEC, other]) {
      expect(await engine.call('notProbed', { spec, ids })).toEqual(ids);
      const given = pictures();
      const { vectors } = await engine.call('probe', { spec, pictures: given });
      expect(vectors[0]).toHaveLength(1280);
      for (const picture of given) expect(picture.bitmap.close).toHaveBeenCalled();
      expect(await engine.call('notProbed', { spec, ids })).toEqual([]);
    }
    const [one] = pictures();
    if (!one) throw new Error('no picture');
    const [probed] = (
      await engine.call('probe', { spec: SPEC, pictures: [{ bitmap: one.bitmap }] })
    ).vectors;
    const [again] = pictures();
    const [embedded] = (await engine.call('embed', again ? [{ bitmap: again.bitmap }] : []))
      .vectors;
    expect(probed).toEqual(embedded);

    const request = { specs: [SPEC, other], classes, samples, seed: 1 };
    const comparison = await engine.call('compareLayers', request);
    // 17 and 16 blocks, each with a stem and a last convolution.
    expect(comparison?.layers).toHaveLength(19 + 18);
    expect(comparison?.gains.map(({ spec }) => spec)).toEqual([other]);
    await engine.call('forget', ['red0']);
    await expect(engine.call('compareLayers', request)).rejects.toMatchObject({
      kind: 'features-missing',
    });
    await engine.call('releaseGuests', undefined);
    expect((await memory()).tensors).toBe(before);
    expect(await engine.call('notProbed', { spec: SPEC, ids })).toEqual(['red0']);
  });

  it('tells how far other pictures are, given by id or by features', async () => {
    const { featureKey, classes, samples } = await teach();
    const before = (await memory()).tensors;
    const { vectors } = await engine.call(
      'embed',
      [0, 1, 2, 3].map((i) => ({ bitmap: bitmap(10 + i * 20, 250 - i * 20, 10) })),
    );
    const green = vectors.flatMap((features, i) =>
      features ? [{ features, group: `green${i}` }] : [],
    );
    const far = await engine.call('domainDistance', {
      featureKey,
      classes,
      samples,
      other: green,
      seed: 1,
    });
    expect(far?.auc).toBeGreaterThan(0.9);
    expect(far?.adapted).toBeUndefined();
    const same = samples.map(({ id, label, group }) => ({ features: id, label, group }));
    const near = await engine.call('domainDistance', {
      featureKey,
      classes,
      samples,
      other: same,
      seed: 1,
    });
    expect(near?.auc).toBeLessThan(0.6);
    expect(near?.adapted?.before.total).toBe(samples.length);
    await expect(
      engine.call('domainDistance', {
        featureKey,
        classes,
        samples,
        other: [{ features: 'nobody', group: 'g' }],
        seed: 1,
      }),
    ).rejects.toMatchObject({ kind: 'features-missing' });
    expect((await memory()).tensors).toBe(before);
  });

  it('shows what channels of a stage see, closes the bitmap, and is level', async () => {
    const before = await memory();
    const one = bitmap(200, 90, 30);
    const maps = await engine.call('channelMaps', { bitmap: one, stage: 1, count: 6 });
    expect(one.close).toHaveBeenCalled();
    // The stem halves the side; block 1 keeps it and has 16 channels.
    expect(maps).toMatchObject({ stage: 1, channels: 16, side: 16 });
    expect(maps.shown).toHaveLength(6);
    expect(maps.maps).toHaveLength(6 * 16 * 16);
    expect(
      (await engine.call('channelMaps', { bitmap: bitmap(1, 2, 3), stage: 99, count: 3 })).stage,
    ).toBe(18);
    expect(await memory()).toEqual(before);
  });
});
