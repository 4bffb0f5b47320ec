// The exported model must answer as the engine does: in tfjs 4, and in the 1.3.1 of Teachable
// Machine's library.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { io, loadLayersModel } from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import {
  add,
  concat,
  div,
  image,
  memory,
  round,
  setBackend,
  type Tensor,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LayersModelFile } from '../../model/export';
import type { SavedHead } from '../../model/head';
import { fetchPublic, readSample } from '../backbone/fixtures/files';
import { type Backbone, loadBackbone } from '../backbone/load';
import { pooledFeatures } from '../backbone/network';
import { answer } from '../head/answer';
import { madeUpHead } from '../head/made-up';
import { layersModelOf } from './layers-model';

const SIDE = 64;
/**
 * The tolerance for a probability. The weights have two bytes each, which changes it by up to
 * 0.001.
 */
const CLOSE = 2e-3;
const HEADS = ['linear', 'mlp'] as const;
const backbones = new Map<string, Backbone>();

beforeAll(async () => {
  const wasm = import.meta.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(fileURLToPath(wasm))}/`);
  await setBackend('wasm');
});

afterAll(() => {
  for (const backbone of backbones.values()) backbone.dispose();
});

async function loaded(id: string): Promise<Backbone> {
  const backbone = backbones.get(id) ?? (await loadBackbone(`backbones/${id}`, fetchPublic));
  backbones.set(id, backbone);
  return backbone;
}

const valuesOf = async ({ tensors }: Backbone) =>
  Promise.all(
    tensors.map((stage) =>
      Promise.all(
        stage.map(async ({ kernel, bias }) => ({
          kernel: await kernel.data<'float32'>(),
          bias: await bias.data<'float32'>(),
        })),
      ),
    ),
  );

/** Two pictures at SIDE, 0 to 255, for the caller to dispose. */
async function bothPictures(): Promise<Tensor4D> {
  const samples = await Promise.all([readSample(0), readSample(3)]);
  return tidy(() => {
    // Whole numbers, as in a file.
    const both = round(image.resizeBilinear(concat<Tensor4D>(samples), [SIDE, SIDE]));
    for (const sample of samples) sample.dispose();
    return both;
  });
}

async function answerHere(backbone: Backbone, head: SavedHead, picture: Tensor4D) {
  const features = pooledFeatures(backbone, picture);
  const values = await features.data<'float32'>();
  features.dispose();
  return [...answer(head, values)];
}

/** Scales pictures as Teachable Machine's library does. */
function theirInput(picture: Tensor4D): Tensor4D {
  const scaled = div<Tensor4D>(picture, 127);
  const input = add<Tensor4D>(scaled, -1);
  scaled.dispose();
  return input;
}

async function answerInTfjs4(file: LayersModelFile, input: Tensor4D) {
  const model = await loadLayersModel(
    io.fromMemory({
      modelTopology: file.topology,
      weightSpecs: file.weightSpecs,
      weightData: file.weights.buffer,
    }),
  );
  const output = model.predict(input as never) as unknown as Tensor;
  const probabilities = [...(await output.data<'float32'>())];
  output.dispose();
  model.dispose();
  return probabilities;
}

/**
 * Writes the model and the pictures in the form that others load: Teachable Machine's files, PNG,
 * and the input itself.
 */
async function inFolder(
  file: LayersModelFile,
  pictures: Tensor4D,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'exported-'));
  try {
    const json = {
      modelTopology: file.topology,
      weightsManifest: [{ paths: ['weights.bin'], weights: file.weightSpecs }],
    };
    await writeFile(join(folder, 'model.json'), JSON.stringify(json));
    await writeFile(join(folder, 'weights.bin'), file.weights);
    await writeFile(
      join(folder, 'metadata.json'),
      JSON.stringify({ labels: ['a', 'b', 'c'], imageSize: SIDE }),
    );
    const input = theirInput(pictures);
    await writeFile(join(folder, 'input.bin'), await input.data<'float32'>());
    input.dispose();
    const values = await pictures.data<'float32'>();
    for (const k of [0, 1]) {
      const png = new PNG({ width: SIDE, height: SIDE });
      for (let i = 0; i < SIDE * SIDE; i++) {
        const at = (k * SIDE * SIDE + i) * 3;
        png.data.set([...values.subarray(at, at + 3), 255], i * 4);
      }
      await writeFile(join(folder, `${k}.png`), PNG.sync.write(png));
    }
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The last `count` lines that a program prints. */
async function lines(program: URL, args: string[], count: number): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(program), ...args]);
  return stdout.trim().split('\n').slice(-count);
}

async function answerInTfjs1(folder: string) {
  const program = new URL('fixtures/tfjs-1.mjs', import.meta.url);
  const [line = ''] = await lines(program, [folder], 1);
  return JSON.parse(line) as { version: string; probabilities: number[] };
}

/** Answers with the unchanged code that "Take it away" offers to copy for Node. */
async function answerByOurCode(folder: string): Promise<number[]> {
  const pictures = [0, 1].map((k) => join(folder, `${k}.png`));
  const program = new URL('../../take-away/code/classifier.mjs', import.meta.url);
  const said = await lines(program, [folder, ...pictures], 2);
  return said.flatMap((line) =>
    (JSON.parse(line) as { answers: { probability: number }[] }).answers.map(
      ({ probability }) => probability,
    ),
  );
}

function furthest(one: readonly number[], other: readonly number[]): number {
  expect(one).toHaveLength(other.length);
  return Math.max(...one.map((p, i) => Math.abs(p - (other[i] ?? Number.NaN))));
}

describe.each(['mobilenet-v2', 'efficientnet-lite0'])('%s', (id) => {
  test.each(HEADS)('%s head: the same answers in tfjs 4', async (kind) => {
    const backbone = await loaded(id);
    const head = madeUpHead(kind, backbone.card.features);
    const file = layersModelOf(backbone.card, await valuesOf(backbone), head, SIDE);
    const before = memory().numTensors;
    const pictures = await bothPictures();
    const input = theirInput(pictures);
    const here = await answerHere(backbone, head, pictures);
    expect(furthest(await answerInTfjs4(file, input), here)).toBeLessThan(CLOSE);
    // If all answers were alike, they would prove nothing.
    expect(furthest(here.slice(0, 3), here.slice(3))).toBeGreaterThan(0.02);
    pictures.dispose();
    input.dispose();
    expect(memory().numTensors).toBe(before);
  });

  test.each(HEADS)(
    '%s head: the same answers in tfjs 1.3.1 and by the code for Node',
    async (kind) => {
      const backbone = await loaded(id);
      const head = madeUpHead(kind, backbone.card.features);
      const file = layersModelOf(backbone.card, await valuesOf(backbone), head, SIDE);
      const pictures = await bothPictures();
      const here = await answerHere(backbone, head, pictures);
      await inFolder(file, pictures, async (folder) => {
        const [old, node] = await Promise.all([answerInTfjs1(folder), answerByOurCode(folder)]);
        expect(old.version).toBe('1.3.1');
        expect(furthest(old.probabilities, here)).toBeLessThan(CLOSE);
        expect(furthest(node, here)).toBeLessThan(CLOSE);
      });
      pictures.dispose();
    },
  );
});

test('a picture without any features is answered as the engine does', async () => {
  const backbone = await loaded('mobilenet-v2');
  const head = madeUpHead('linear', backbone.card.features);
  // The last convolution gives nothing at all.
  const values = (await valuesOf(backbone)).map((stage, s, all) =>
    s < all.length - 1
      ? stage
      : stage.map(({ kernel, bias }) => ({
          kernel: kernel.map(() => 0),
          bias: bias.map(() => -1),
        })),
  );
  const pictures = await bothPictures();
  const input = theirInput(pictures);
  const file = layersModelOf(backbone.card, values, head, SIDE);
  const here = [...answer(head, new Float32Array(2 * head.featureSize))];
  expect(furthest(await answerInTfjs4(file, input), here)).toBeLessThan(1e-5);
  pictures.dispose();
  input.dispose();
});

test('the weights are as many as their shapes say', async () => {
  const backbone = await loaded('mobilenet-v2');
  const head = madeUpHead('mlp', backbone.card.features);
  const { weightSpecs, weights } = layersModelOf(
    backbone.card,
    await valuesOf(backbone),
    head,
    SIDE,
  );
  const total = weightSpecs.reduce(
    (sum, { shape, quantization }) =>
      sum + shape.reduce((a, b) => a * b, 1) * (quantization ? 2 : 4),
    0,
  );
  expect(weights).toHaveLength(total);
  // The limit of p5's editor.
  expect(total).toBeLessThan(5e6);
  expect(new Set(weightSpecs.map(({ name }) => name)).size).toBe(weightSpecs.length);
});
