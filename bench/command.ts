// How the commands of this folder begin and end: from options to an exit code.
import { writeFileSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type ExampleId, exampleOf } from '../src/examples/examples';
import { BUILT_IN_BACKBONES, type BuiltInBackboneId } from '../src/model/backbone';
import type { BackendName } from '../src/model/backend';
import type { HeadKind } from '../src/model/head';
import { headKinds } from '../src/model/head-kinds/head-kinds';
import { hasFreezeLine, STRATEGIES, strategies } from '../src/model/strategies';
import type { Strategy } from '../src/model/strategy';
import { DRAWN_EXAMPLES } from './example-set';

/**
 * The command was called in a way that cannot work. The message is one line for the person who
 * called it.
 */
export class UsageError extends Error {}

const BACKENDS: readonly BackendName[] = ['webgpu', 'webgl', 'wasm', 'cpu'];
/** Those that a freeze line makes a difference to. */
const FREEZING = strategies.filter((strategy) => hasFreezeLine(STRATEGIES[strategy]));
export const SCORE_NAMES = [
  'familiarity',
  'nearest-1',
  'nearest-5',
  'centroid',
  'mahalanobis',
  'relative',
  'residual',
  'energy',
  'softmax',
] as const;
/** Scores that recognise pictures of other things. The first is the app's own. */
export type ScoreName = (typeof SCORE_NAMES)[number];
const LARGEST = 2 ** 32 - 1;

/** Whatever is undefined is as in the app by default. */
export interface EvalOptions {
  /** A folder of pictures, or an example that the app draws. */
  data: string | { example: ExampleId };
  /** How many pictures of each class in order are learned from, repeated to fill the classes. */
  shots: number[] | 'all';
  draws: number;
  seed: number;
  backbone: BuiltInBackboneId | undefined;
  inputSize: number | undefined;
  head: HeadKind | undefined;
  backend: BackendName | undefined;
  /** How the backbone is used. Undefined for the app's own training. */
  strategy: Strategy | undefined;
  /** The last block that stays as it came, for strategies where that matters. */
  freeze: number | undefined;
  /** The most epochs of a strategy that learns in epochs. Undefined for its own number. */
  epochs: number | undefined;
  /**
   * Compares instead of training: backbones and layers, as the adviser does, or an example's second
   * question learned together with its classes and apart from them.
   */
  compare: 'layers' | 'tasks' | undefined;
  /** A folder of pictures of other things. */
  outsiders: string | undefined;
  /** The score to compare with the app's. Undefined for all scores. */
  score: ScoreName | undefined;
  json: string | undefined;
}

/** @throws {UsageError} */
export function parseEvalOptions(args: string[]): EvalOptions {
  const values = parse(args, [
    'data',
    'example',
    'compare',
    'shots',
    'draws',
    'seed',
    'backbone',
    'input-size',
    'head',
    'backend',
    'strategy',
    'freeze',
    'epochs',
    'outsiders',
    'score',
    'json',
  ]);
  const example = oneOf('example', values.example, DRAWN_EXAMPLES);
  const data = example ? { example } : values.data;
  if (data === undefined) throw new UsageError('--data DIR is missing');
  if (example && values.data !== undefined) throw new UsageError('--example goes with no --data');
  const strategy = oneOf('strategy', values.strategy, strategies);
  if (values.freeze !== undefined && !FREEZING.some((each) => each === strategy)) {
    throw new UsageError(`--freeze BLOCK goes with --strategy ${FREEZING.join(', ')}`);
  }
  if (values.epochs !== undefined && !strategy) {
    throw new UsageError('--epochs N goes with --strategy');
  }
  if (strategy && values.outsiders !== undefined) {
    throw new UsageError('--outsiders goes with no --strategy');
  }
  const compare = oneOf('compare', values.compare, ['layers', 'tasks']);
  if (strategy && compare) throw new UsageError('--compare goes with no --strategy');
  if (compare === 'tasks' && !(example && exampleOf(example).pictures?.secondLabel)) {
    throw new UsageError('--compare tasks goes with an --example that has a second question');
  }
  return {
    data,
    shots: values.shots === 'all' ? 'all' : (values.shots ?? '10').split(',').map(shot),
    draws: whole('draws', values.draws, 1) ?? 5,
    seed: whole('seed', values.seed, 0) ?? 1,
    backbone: oneOf('backbone', values.backbone, BUILT_IN_BACKBONES),
    inputSize: whole('input-size', values['input-size'], 32, 512),
    head: oneOf('head', values.head, headKinds),
    backend: oneOf('backend', values.backend, BACKENDS),
    strategy,
    freeze: whole('freeze', values.freeze, 0, 50),
    epochs: whole('epochs', values.epochs, 1, 1000),
    compare,
    outsiders: values.outsiders,
    score: oneOf('score', values.score, SCORE_NAMES),
    json: values.json,
  };
}

export interface SizeOptions {
  /** How many pictures each run has, in two classes. */
  sizes: number[];
  json: string | undefined;
}

/** @throws {UsageError} */
export function parseSizeOptions(args: string[]): SizeOptions {
  const values = parse(args, ['samples', 'json']);
  const sizes = (values.samples ?? '1000,10000').split(',');
  return {
    sizes: sizes.map((text) => (whole('samples', text, 20) ?? 0) & ~1),
    json: values.json,
  };
}

/** @throws {UsageError} */
export function parseSmoothOptions(args: string[]): { json: string | undefined } {
  return { json: parse(args, ['json']).json };
}

export interface BenchOptions {
  /** The folder of Teachable Machine's backbone, a layers model. */
  peer: string | undefined;
  backend: BackendName | undefined;
  json: string | undefined;
}

/** @throws {UsageError} */
export function parseBenchOptions(args: string[]): BenchOptions {
  const values = parse(args, ['peer', 'backend', 'json']);
  return {
    peer: values.peer,
    backend: oneOf('backend', values.backend, BACKENDS),
    json: values.json,
  };
}

/**
 * Runs a command to its end. The exit code is 2, with one line on stderr, for a wrong call, and 1
 * for any other failure.
 */
export async function runCommand(main: (args: string[]) => Promise<void>): Promise<void> {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

/**
 * Fails before hours of work if the result could not be written afterwards. @throws {UsageError}
 */
export function openJson(path: string | undefined): (content: unknown) => void {
  const write = (text: string, flag: 'a' | 'w') =>
    path !== undefined && writeFileSync(path, text, { flag });
  try {
    // Opens the file for appending and writes nothing, so that an earlier result stays until there
    // is a new one.
    write('', 'a');
  } catch (error) {
    throw new UsageError(`--json: ${error instanceof Error ? error.message : error}`);
  }
  return (content) => void write(`${JSON.stringify(content, null, 2)}\n`, 'w');
}

type Values<Name extends string> = { [name in Name]: string | undefined };

function parse<Name extends string>(args: string[], names: readonly Name[]): Values<Name> {
  const options: ParseArgsConfig['options'] = Object.fromEntries(
    names.map((name) => [name, { type: 'string' } as const]),
  );
  try {
    return parseArgs({ args, options, strict: true }).values as Values<Name>;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(`${firstLine(error.message)} (options: --${names.join(', --')})`);
  }
}

function whole(name: string, text: string | undefined, least: number, most = LARGEST) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    const upTo = most === LARGEST ? `from ${least}` : `from ${least} to ${most}`;
    throw new UsageError(`--${name} is a whole number ${upTo}, not ${JSON.stringify(text)}`);
  }
  return value;
}

const shot = (text: string) => whole('shots', text, 1) ?? 0;

function oneOf<Value extends string>(
  name: string,
  text: string | undefined,
  known: readonly Value[],
): Value | undefined {
  if (text === undefined) return undefined;
  const found = known.find((value) => value === text);
  if (!found) {
    throw new UsageError(`--${name} is one of ${known.join(', ')}, not ${JSON.stringify(text)}`);
  }
  return found;
}

const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';
