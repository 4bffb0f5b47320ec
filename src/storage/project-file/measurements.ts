// What was measured on a project, as a project file holds it. It is in a file of its own, so that a
// large or broken one does not keep anybody from the pictures.
import * as v from 'valibot';
import type { CurvePoint, CurvesRecord } from '../../model/curve';
import type { DomainRecord } from '../../model/domain';
import type { Counted } from '../../model/evaluation';
import { renamedFingerprint, type Signatures } from '../../model/fingerprint';
import type { BackboneGain, LayerScore, LayersRecord } from '../../model/layers';
import { MOST_PICTURES } from '../../model/limits';
import type { MeasurementKind, Measurements } from '../../model/measurement';
import { newId } from '../../model/new-id';
import type { StrategyRecord } from '../../model/run';
import type { Strategy, StrategyResult } from '../../model/strategy';
import type { QuestionBothWays, TwoQuestionsRecord } from '../../model/two-questions';
import {
  backboneId,
  backend,
  classNames,
  evaluation,
  evaluationFits,
  featureSpec,
  few,
  finite,
  id,
  of,
  passReport,
  share,
  split,
  strategy,
  trainSettings,
  whole,
} from './manifest';
import {
  type Ids,
  type Numbers,
  packClassNames,
  packEvaluation,
  packSplit,
  unpackClassNames,
  unpackEvaluation,
  unpackSplit,
} from './run';

export const MEASUREMENTS = 'measurements.json';
/** A project of a thousand pictures has about 1 MB. */
export const MOST_MEASUREMENTS_BYTES = 32e6;

const fingerprint = v.pipe(v.string(), v.maxLength(1000));
const ms = v.pipe(finite, v.minValue(0));
/** A difference of two shares. */
const gain = v.pipe(finite, v.minValue(-1), v.maxValue(1));
const fitting = v.pipe(
  evaluation,
  v.check((given) => evaluationFits(given, given.confusion.length)),
);
const count = whole(MOST_PICTURES);
const counted = of<Counted>()(v.object({ right: count, total: count, low: share, high: share }));
const changed = v.object({ changed: count, total: count });

const strategyInFile = of<Omit<StrategyRecord, 'from'>>()(
  v.object({
    id,
    fingerprint,
    history: few(v.object({ ...passReport.entries, ms }), 100_000),
    signature: fingerprint,
    settings: trainSettings,
    classes: classNames,
    result: of<Omit<StrategyResult, 'head'>>()(
      v.object({
        strategy,
        freezeAt: v.exactOptional(whole(1000)),
        ended: v.picklist(['converged', 'most-passes', 'early-stop']),
        keptPass: whole(),
        split,
        validation: v.exactOptional(fitting),
        test: v.exactOptional(fitting),
        forgetting: v.exactOptional(
          v.object({ validation: v.exactOptional(changed), test: v.exactOptional(changed) }),
        ),
        l2: finite,
        trainedParameters: whole(),
        msTrain: ms,
        backend,
      }),
    ),
  }),
);

const perClass = v.pipe(count, v.minValue(1));
const curve = v.object({
  points: few(of<CurvePoint>()(v.object({ perClass, draw: whole(1000), right: count })), 10_000),
  numbers: few(perClass, 100),
  total: whole(10_000),
  heldOut: v.pipe(count, v.minValue(1)),
  guessing: share,
});
const curvesInFile = of<CurvesRecord>()(
  v.object({
    fingerprint,
    curves: v.object({ transfer: v.exactOptional(curve), scratch: v.exactOptional(curve) }),
  }),
);

const bothWays = of<QuestionBothWays>()(v.object({ together: fitting, apart: fitting }));
const tasksInFile = of<TwoQuestionsRecord>()(
  v.object({ fingerprint, weight: share, first: bothWays, second: bothWays }),
);

const layersInFile = of<LayersRecord>()(
  v.object({
    fingerprint,
    specs: v.pipe(few(featureSpec, 10), v.nonEmpty()),
    layers: few(
      of<LayerScore>()(
        v.object({
          backbone: backboneId,
          stage: whole(1000),
          features: whole(65_536),
          logMe: finite,
          accuracy: counted,
        }),
      ),
      1000,
    ),
    gains: few(
      of<BackboneGain>()(
        v.object({ spec: featureSpec, gain, low: gain, high: gain, more: count, fewer: count }),
      ),
      10,
    ),
    rankCorrelation: v.exactOptional(gain),
    from: v.object({ samples: count, recordings: count, folds: count }),
  }),
);

const domainInFile = of<DomainRecord>()(
  v.object({
    fingerprint,
    of: v.picklist(['files', 'tests']),
    auc: share,
    low: share,
    high: share,
    mmd: finite,
    from: v.object({ own: count, other: count, folds: count }),
    adapted: v.exactOptional(
      v.object({ before: counted, after: counted, difference: gain, low: gain, high: gain }),
    ),
  }),
);

const IN_FILE = {
  strategies: few(strategyInFile, 20),
  curves: curvesInFile,
  'two-questions': tasksInFile,
  adviser: layersInFile,
  domain: domainInFile,
} satisfies Record<MeasurementKind, v.GenericSchema>;

type InFile = { [Kind in MeasurementKind]?: v.InferOutput<(typeof IN_FILE)[Kind]> };

/** Everything but the kinds, each of which is checked by itself. */
const outline = v.object({
  signatures: v.exactOptional(v.object({ all: fingerprint, learned: fingerprint })),
  strategies: v.exactOptional(v.unknown()),
  curves: v.exactOptional(v.unknown()),
  'two-questions': v.exactOptional(v.unknown()),
  adviser: v.exactOptional(v.unknown()),
  domain: v.exactOptional(v.unknown()),
});

/** @returns its bytes; undefined if there is nothing, or more than a reader would accept. */
export function packMeasurements(
  { strategies, 'two-questions': tasks, ...plain }: Partial<Measurements>,
  numbers: Numbers,
  signatures: Signatures | undefined,
): Uint8Array<ArrayBuffer> | undefined {
  if (!strategies && !tasks && Object.keys(plain).length === 0) return undefined;
  const samples = new Map(numbers.samples);
  // Pictures that are gone get numbers too, because strategies are compared picture by picture.
  const numbersOf = (ids: readonly string[]) =>
    ids.map((each) => {
      const number = samples.get(each) ?? samples.size;
      samples.set(each, number);
      return number;
    });
  const packed = (given: QuestionBothWays) => ({
    together: packEvaluation(given.together, numbersOf),
    apart: packEvaluation(given.apart, numbersOf),
  });
  const inFile: InFile = {
    ...plain,
    ...(strategies && {
      strategies: Object.values(strategies).map(({ from, result, ...rest }) => {
        const { validation, test, ...figures } = result;
        return {
          ...rest,
          signature: from.signature,
          settings: from.settings,
          classes: packClassNames([], from.classNames, numbers.classes),
          result: {
            ...figures,
            split: packSplit(result.split, numbersOf, numbers.groups),
            ...(validation && { validation: packEvaluation(validation, numbersOf) }),
            ...(test && { test: packEvaluation(test, numbersOf) }),
          },
        };
      }),
    }),
    ...(tasks && {
      'two-questions': { ...tasks, first: packed(tasks.first), second: packed(tasks.second) },
    }),
  };
  const text = JSON.stringify({ ...(signatures && { signatures }), ...inFile });
  const bytes = new TextEncoder().encode(text);
  return bytes.length > MOST_MEASUREMENTS_BYTES ? undefined : bytes;
}

/**
 * The measurements that can be believed, under the ids of the restored project.
 * @param signatures of the restored pictures, if they are all that the file has
 * @returns `broken` if something was left out
 */
export function unpackMeasurements(
  bytes: Uint8Array,
  { classes, samples, groups }: Ids,
  signatures: Signatures | undefined,
): { measurements: Partial<Measurements>; broken: boolean } {
  const read = v.safeParse(outline, parsed(bytes));
  if (!read.success) return { measurements: {}, broken: true };
  let broken = false;
  const believed = <Schema extends v.GenericSchema>(schema: Schema, kind: MeasurementKind) => {
    const given = read.output[kind];
    if (given === undefined) return undefined;
    const found = v.safeParse(schema, given, { abortEarly: true });
    if (found.success) return found.output;
    broken = true;
    return undefined;
  };
  const { signatures: was } = read.output;
  const renamed = new Map<string, string>();
  if (was && signatures) {
    renamed.set(was.all, signatures.all).set(was.learned, signatures.learned);
  }
  const current = <Value extends { fingerprint: string }>(value: Value): Value => ({
    ...value,
    fingerprint: renamedFingerprint(value.fingerprint, renamed),
  });
  const gone = new Map<number, string>();
  const idsOf = (numbers: readonly number[]) =>
    numbers.map((number) => {
      const found = samples[number] ?? gone.get(number) ?? newId();
      gone.set(number, found);
      return found;
    });
  const unpacked = ({ together, apart }: v.InferOutput<typeof bothWays>) => ({
    together: unpackEvaluation(together, idsOf),
    apart: unpackEvaluation(apart, idsOf),
  });
  const strategyOf = ({
    signature,
    settings,
    classes: named,
    result,
    ...rest
  }: v.InferOutput<typeof strategyInFile>): StrategyRecord => {
    const { validation, test, ...figures } = result;
    return {
      ...current(rest),
      from: {
        signature: renamed.get(signature) ?? signature,
        settings,
        classNames: unpackClassNames(named, classes).classNames,
      },
      result: {
        ...figures,
        split: unpackSplit(result.split, idsOf, groups),
        ...(validation && { validation: unpackEvaluation(validation, idsOf) }),
        ...(test && { test: unpackEvaluation(test, idsOf) }),
      },
    };
  };
  const strategies = believed(IN_FILE.strategies, 'strategies');
  const curves = believed(IN_FILE.curves, 'curves');
  const tasks = believed(IN_FILE['two-questions'], 'two-questions');
  const adviser = believed(IN_FILE.adviser, 'adviser');
  const domain = believed(IN_FILE.domain, 'domain');
  const measurements: Partial<Measurements> = {
    ...(strategies && {
      strategies: Object.fromEntries(
        strategies.map((each): [Strategy, StrategyRecord] => [
          each.result.strategy,
          strategyOf(each),
        ]),
      ),
    }),
    ...(curves && { curves: current(curves) }),
    ...(tasks && {
      'two-questions': {
        ...current(tasks),
        first: unpacked(tasks.first),
        second: unpacked(tasks.second),
      },
    }),
    ...(adviser && { adviser: current(adviser) }),
    ...(domain && { domain: current(domain) }),
  };
  return { measurements, broken };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    // It is not UTF-8 or not JSON, so it is broken like anything else that fails the checks.
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
