// The last run and the stand-in, as a project file holds them. Classes and samples are given by
// number, and weights are in files beside the manifest.

import type { Evaluation } from '../../model/evaluation';
import type { DenseLayer } from '../../model/head';
import { newId } from '../../model/new-id';
import type { StandIn, StoredRun } from '../../model/run';
import type { SplitAssignment } from '../../model/training';
import type { EvaluationInFile, RunInFile, StandInInFile } from './manifest';

type SplitInFile = RunInFile['result']['split'];

/** The most bytes that a head's weights may have: many times what the largest needs. */
export const MOST_HEAD_BYTES = 64e6;

/** Numbers in the file by id, for writing, and ids by number, for reading. */
export interface Numbers {
  classes: ReadonlyMap<string, number>;
  samples: ReadonlyMap<string, number>;
  groups: ReadonlyMap<string, number>;
}

/** Anything without an id was not taken, and gets a fresh one. */
export interface Ids {
  classes: readonly string[];
  samples: readonly (string | undefined)[];
  groups: ReadonlyMap<number, string>;
}

interface Packed<InFile> {
  inFile: InFile;
  /** What goes into separate files, which `inFile` names. */
  files: [name: string, bytes: Uint8Array<ArrayBuffer>][];
}

/** What the manifest says about a run, and what goes into separate files in a folder. */
export function packRun(
  run: StoredRun,
  { classes, samples, groups }: Numbers,
  current: boolean,
  folder = '',
): Packed<RunInFile> {
  const { head, split, validation, test, ...result } = run.result;
  const { layers, classes: outputs, familiarity, network: _, ...kind } = head;
  const weights = floatBytes(layers.flatMap(({ weights, bias }) => [weights, bias]));
  const headFile = `${folder}head.f32`;
  const familiarityFile = `${folder}familiarity.i8`;
  const { id, at, signature, settings, history } = run;
  const numbers = (ids: readonly string[]) => ids.map((id) => samples.get(id) ?? -1);
  const files: Packed<RunInFile>['files'] = [[headFile, weights]];
  if (familiarity) files.push([familiarityFile, new Uint8Array(familiarity.directions)]);
  return {
    inFile: {
      id,
      at,
      current,
      signature,
      settings,
      history,
      classes: packClassNames(outputs, run.classNames, classes),
      result: {
        ...result,
        split: packSplit(split, numbers, groups),
        ...(validation && { validation: packEvaluation(validation, numbers) }),
        ...(test && { test: packEvaluation(test, numbers) }),
      },
      head: {
        ...kind,
        file: headFile,
        layers: layers.map(({ inputs, outputs: next, activation }) => ({
          inputs,
          outputs: next,
          activation,
        })),
        ...(familiarity && {
          familiarity: { file: familiarityFile, heldOut: Array.from(familiarity.heldOut) },
        }),
      },
    },
    files,
  };
}

/**
 * Like `packRun`, with the network. Undefined if there is no network, since it could not answer
 * then.
 */
export function packStandIn(
  { strategy, record, freezeAt, baseline, ...run }: StandIn,
  numbers: Numbers,
  current: boolean,
): Packed<StandInInFile> | undefined {
  const { network } = run.result.head;
  if (!network) return undefined;
  const { inFile, files } = packRun(run, numbers, current, 'stand-in/');
  const { weights, ...shape } = network;
  const file = 'stand-in/network.f32';
  return {
    inFile: {
      ...inFile,
      strategy,
      ...(record !== undefined && { record }),
      ...(freezeAt !== undefined && { freezeAt }),
      ...(baseline && { baseline }),
      network: { ...shape, file },
    },
    files: [...files, [file, floatBytes([weights])]],
  };
}

/** Some classes in order, then others that had a name at the time. */
export function packClassNames(
  first: readonly string[],
  classNames: StoredRun['classNames'],
  classes: Numbers['classes'],
): RunInFile['classes'] {
  const names = new Map(Object.entries(classNames));
  return [...new Set([...first, ...names.keys()])].map((id) => {
    const name = names.get(id);
    return { class: classes.get(id) ?? -1, ...(name !== undefined && { name }) };
  });
}

/** The reverse: ids in the order of the file, and names by id. */
export function unpackClassNames(inFile: RunInFile['classes'], classes: Ids['classes']) {
  const named = inFile.map((row) => ({ id: classes[row.class] ?? newId(), name: row.name }));
  return {
    ids: named.map(({ id }) => id),
    classNames: Object.fromEntries(
      named.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name]])),
    ),
  };
}

export function packSplit(
  { train, validation, sameBurstClasses, joinedGroups }: SplitAssignment,
  numbers: (ids: readonly string[]) => number[],
  groups: Numbers['groups'],
): SplitInFile {
  return {
    train: numbers(train),
    validation: numbers(validation),
    sameBurstClasses,
    ...(joinedGroups && {
      joinedGroups: joinedGroups.map((set) => set.map((group) => groups.get(group) ?? -1)),
    }),
  };
}

export function unpackSplit(
  { train, validation, sameBurstClasses, joinedGroups }: SplitInFile,
  ids: (numbers: readonly number[]) => string[],
  groups: Ids['groups'],
): SplitAssignment {
  return {
    train: ids(train),
    validation: ids(validation),
    sameBurstClasses,
    ...(joinedGroups && {
      joinedGroups: joinedGroups.map((set) => set.map((i) => groups.get(i) ?? newId())),
    }),
  };
}

export function packEvaluation(
  { answers, ...figures }: Evaluation,
  numbers: (ids: readonly string[]) => number[],
): EvaluationInFile {
  if (!answers) return figures;
  const { ids, labels, probabilities } = answers;
  return {
    ...figures,
    answers: {
      samples: numbers(ids),
      labels: Array.from(labels),
      probabilities: Array.from(probabilities),
    },
  };
}

/** @returns undefined if the weights do not fit the layers or are not finite. */
export function unpackRun(
  inFile: RunInFile,
  weights: Uint8Array,
  directions: Uint8Array | undefined,
  { classes, samples, groups }: Ids,
): StoredRun | undefined {
  const { head, result, id, at, signature, settings, history } = inFile;
  const { file: _, layers: shapes, familiarity, ...kind } = head;
  const layers = unpackLayers(shapes, weights);
  const wanted = (familiarity?.heldOut.length ?? 0) * head.featureSize;
  if (!layers || (directions?.length ?? 0) !== wanted) return undefined;
  const { ids: named, classNames } = unpackClassNames(inFile.classes, classes);
  const ids = (numbers: readonly number[]) => numbers.map((i) => samples[i] ?? newId());
  const { split, validation, test, ...figures } = result;
  return {
    id: id ?? newId(),
    at,
    signature,
    settings,
    history,
    classNames,
    result: {
      ...figures,
      split: unpackSplit(split, ids, groups),
      ...(validation && { validation: unpackEvaluation(validation, ids) }),
      ...(test && { test: unpackEvaluation(test, ids) }),
      head: {
        ...kind,
        classes: named.slice(0, shapes.at(-1)?.outputs),
        layers,
        ...(familiarity &&
          directions && {
            familiarity: {
              directions: Int8Array.from(directions, (byte) => (byte << 24) >> 24),
              heldOut: Float32Array.from(familiarity.heldOut),
            },
          }),
      },
    },
  };
}

/**
 * A stand-in with its network and what is said about it.
 *
 * @returns undefined if the network's weights are not finite numbers; the engine checks whether
 * their count is right
 */
export function unpackStandIn(
  { strategy, record, freezeAt, baseline, network }: StandInInFile,
  run: StoredRun,
  bytes: Uint8Array,
): StandIn | undefined {
  if (bytes.length % 4 !== 0) return undefined;
  const weights = floatsOf(bytes);
  if (!weights.every(Number.isFinite)) return undefined;
  const { file: _, ...shape } = network;
  const head = { ...run.result.head, network: { ...shape, weights } };
  return {
    ...run,
    strategy,
    ...(record !== undefined && { record }),
    ...(freezeAt !== undefined && { freezeAt }),
    ...(baseline && { baseline }),
    result: { ...run.result, head },
  };
}

export function unpackEvaluation(
  { answers, ...figures }: EvaluationInFile,
  ids: (numbers: readonly number[]) => string[],
): Evaluation {
  if (!answers) return figures;
  const { samples, labels, probabilities } = answers;
  return {
    ...figures,
    answers: {
      ids: ids(samples),
      labels: Int32Array.from(labels),
      probabilities: Float32Array.from(probabilities),
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

/** Float32, little-endian, whatever byte order this machine has. */
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

/** The reverse. The length must be a whole number of floats. */
export function floatsOf(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Float32Array(bytes.length / 4);
  for (let i = 0; i < numbers.length; i++) numbers[i] = view.getFloat32(4 * i, true);
  return numbers;
}
