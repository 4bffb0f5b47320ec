// The last training as it is in a project file: classes and samples by number, the head's weights beside it.
import type { DenseLayer } from '../../engine/protocol';
import { newId, type StoredRun } from '../rows';
import type { RunInFile } from './manifest';

/** The most bytes of a head's weights: many times what the largest has. */
export const MOST_HEAD_BYTES = 64e6;

/**
 * @param classes, samples numbers in the file by id.
 * @returns what the manifest says of a run, and the bytes of its weights.
 */
export function packRun(
  run: StoredRun,
  classes: ReadonlyMap<string, number>,
  samples: ReadonlyMap<string, number>,
  { current, file }: { current: boolean; file: string },
): { inFile: RunInFile; weights: Uint8Array<ArrayBuffer> } {
  const { head, split, validation, ...result } = run.result;
  const names = new Map(Object.entries(run.classNames));
  const others = [...names.keys()].filter((id) => !head.classes.includes(id));
  const numbers = (ids: readonly string[]) => ids.map((id) => samples.get(id) ?? -1);
  const { layers, classes: outputs, ...kind } = head;
  return {
    inFile: {
      at: run.at,
      current,
      signature: run.signature,
      settings: run.settings,
      history: run.history,
      classes: [...outputs, ...others].map((id) => {
        const name = names.get(id);
        return { class: classes.get(id) ?? -1, ...(name !== undefined && { name }) };
      }),
      result: {
        ...result,
        split: {
          train: numbers(split.train),
          validation: numbers(split.validation),
          sameBurstClasses: split.sameBurstClasses,
        },
        ...(validation && { validation }),
      },
      head: {
        ...kind,
        file,
        layers: layers.map(({ inputs, outputs: next, activation }) => ({
          inputs,
          outputs: next,
          activation,
        })),
      },
    },
    weights: floatBytes(layers.flatMap(({ weights, bias }) => [weights, bias])),
  };
}

/**
 * @param classIds, sampleIds ids by number in the file; what has none was not taken, and gets a fresh one.
 * @returns undefined where the weights are not those of the layers, or not finite.
 */
export function unpackRun(
  inFile: RunInFile,
  weights: Uint8Array,
  classIds: readonly string[],
  sampleIds: readonly (string | undefined)[],
): StoredRun | undefined {
  const { head, classes, result, at, signature, settings, history } = inFile;
  const layers = unpackLayers(head.layers, weights);
  if (!layers) return undefined;
  const named = classes.map((row) => ({ id: classIds[row.class] ?? newId(), name: row.name }));
  const ids = (numbers: readonly number[]) => numbers.map((i) => sampleIds[i] ?? newId());
  const { file: _, layers: shapes, ...kind } = head;
  return {
    at,
    signature,
    settings,
    history,
    classNames: Object.fromEntries(
      named.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name]])),
    ),
    result: {
      ...result,
      split: {
        train: ids(result.split.train),
        validation: ids(result.split.validation),
        sameBurstClasses: result.split.sameBurstClasses,
      },
      head: {
        ...kind,
        classes: named.slice(0, shapes.at(-1)?.outputs).map(({ id }) => id),
        layers,
      },
    },
  };
}

function unpackLayers(
  shapes: RunInFile['head']['layers'],
  bytes: Uint8Array,
): DenseLayer[] | undefined {
  const wanted = shapes.reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
  if (bytes.length !== 4 * wanted) return undefined;
  const numbers = floatsOf(bytes);
  if (!numbers.every(Number.isFinite)) return undefined;
  let at = 0;
  const next = (length: number) => {
    at += length;
    return numbers.slice(at - length, at);
  };
  return shapes.map(({ inputs, outputs, activation }) => ({
    inputs,
    outputs,
    activation,
    weights: next(inputs * outputs),
    bias: next(outputs),
  }));
}

/** Float32, little-endian, whatever this machine has. */
export function floatBytes(vectors: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  const length = vectors.reduce((sum, { length }) => sum + length, 0);
  const view = new DataView(new ArrayBuffer(4 * length));
  let at = 0;
  for (const vector of vectors) {
    for (const number of vector) {
      view.setFloat32(at, number, true);
      at += 4;
    }
  }
  return new Uint8Array(view.buffer);
}

/** The other way; the length is one of whole numbers. */
export function floatsOf(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float32Array(bytes.length / 4);
  for (let i = 0; i < numbers.length; i++) numbers[i] = view.getFloat32(4 * i, true);
  return numbers;
}
