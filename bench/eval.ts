// `npm run eval`: measures how well the app, with its defaults, learns from a folder of pictures.
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { LayerComparison, LayerScore } from '../src/model/layers';
import type { Strategy } from '../src/model/strategy';
import {
  openJson,
  parseEvalOptions,
  runCommand,
  SCORE_NAMES,
  type ScoreName,
  UsageError,
} from './command';
import { drawShots, type LabelledPicture, readDataset, readPictures } from './dataset';
import { exampleDataset } from './example-set';
import type { BothWays, TestOutcome } from './harness/eval-page';
import type { Rating } from './outsiders';
import { setStage } from './stage';
import { mean, median } from './statistics';

/** How many pictures are embedded at once, as in the app. */
const BATCH = 16;
/**
 * One picture in this many has an answer to the second question, to see how much the first question
 * helps when answers are few.
 */
const FEW_ANSWERS = 4;
/** Where outsiders are served, next to train/ and val/. */
const OUTSIDERS = 'outsiders/';

async function main(args: string[]): Promise<void> {
  const options = parseEvalOptions(args);
  const { data, shots, draws, seed, backend, backbone, inputSize, head } = options;
  const example = typeof data === 'string' ? undefined : data.example;
  const { classes, ...dataset } =
    typeof data === 'string' ? readDataset(data) : exampleDataset(data.example);
  const writeJson = openJson(options.json);

  const outsiders = options.outsiders;
  const others = outsiders ? readPictures(outsiders).map((path) => `${OUTSIDERS}${path}`) : [];
  const folders = {
    ...(outsiders && { [`/data/${OUTSIDERS}`]: resolve(outsiders) }),
    ...(typeof data === 'string' && { '/data/': resolve(data) }),
  };
  const stage = await setStage(['eval'], folders, backend);
  try {
    const page = await stage.open('eval');
    const use = await page.evaluate((each) => window.evaluation.start(...each), [
      {
        spec: { ...(backbone ? { backbone } : {}), ...(inputSize ? { inputSize } : {}) },
        settings: head ? { head } : {},
      },
      backend,
      example,
    ] as const);
    if (backend && use.backend.name !== backend) {
      const trial = use.backend.trials.find(({ name }) => name === backend);
      throw new Error(
        `${backend} does not work in this browser: ${trial?.detail ?? trial?.outcome}`,
      );
    }

    const unreadable = new Set<string>();
    const readable = ({ path }: LabelledPicture) => !unreadable.has(path);
    const drawn = (draw: number) => drawShots(dataset.train, shots, seed, draw, readable);
    const embedded = new Set<LabelledPicture>();
    const times: number[] = [];
    // Drawn pictures that cannot be read are replaced by others of their class until all can be
    // read.
    for (let wanted = dataset.val; wanted.length > 0; ) {
      times.push(...(await embedAll(page, wanted, unreadable)));
      for (const picture of wanted) embedded.add(picture);
      const all = new Set(Array.from({ length: draws }, (_, draw) => drawn(draw)).flat());
      wanted = [...all].filter((picture) => !embedded.has(picture));
    }
    const val = dataset.val.filter(readable);
    if (unreadable.size > 0) console.error(`${unreadable.size} pictures could not be read`);
    const lost = classes.find((_, label) => !drawn(0).some((each) => each.label === label));
    if (lost !== undefined) throw new UsageError(`no picture of train/${lost} can be read`);
    if (val.length === 0) throw new UsageError('no picture of val can be read');

    const strangers = others.map((path) => ({ path, label: -1 }));
    await embedAll(page, strangers, unreadable);
    const strange = others.filter((path) => !unreadable.has(path));
    if (outsiders && strange.length === 0)
      throw new UsageError(`no picture of ${outsiders} can be read`);
    const scores = SCORE_NAMES.filter(
      (name) => name === 'familiarity' || !options.score || name === options.score,
    );

    if (options.compare === 'tasks') {
      const rows: TasksRow[] = [];
      for (const every of [1, FEW_ANSWERS]) {
        for (let draw = 0; draw < draws; draw++) {
          const counts = await page.evaluate((each) => window.evaluation.compareTasks(...each), [
            classes,
            drawn(draw),
            seed + draw,
            every,
          ] as const);
          if (counts) rows.push({ every, draw, ...counts });
          else console.error(`draw ${draw}, 1 in ${every}: too few answers to hold one out`);
        }
      }
      printTasks(rows);
      writeJson({ data: example, shots, draws, seed, rows });
      return;
    }
    if (options.compare === 'layers') {
      const comparison = await page.evaluate((each) => window.evaluation.compareLayers(...each), [
        classes,
        drawn(0),
        seed,
      ] as const);
      printLayers(comparison);
      writeJson({ data: example ?? data, shots, seed, ...comparison });
      return;
    }

    const ratings: [ScoreName, Rating][][] = [];
    const outcomes: TestOutcome[] = [];
    for (let draw = 0; draw < draws; draw++) {
      outcomes.push(
        options.strategy
          ? await page.evaluate((each) => window.evaluation.measureStrategy(...each), [
              classes,
              drawn(draw),
              val,
              seed + draw,
              options.strategy,
              options.freeze,
              options.epochs,
            ] as const)
          : await page.evaluate((each) => window.evaluation.trainAndTest(...each), [
              classes,
              drawn(draw),
              val,
              seed + draw,
            ] as const),
      );
      if (strange.length === 0) continue;
      ratings.push(
        await page.evaluate((each) => window.evaluation.rateOutsiders(...each), [
          drawn(draw),
          val,
          strange,
          scores,
        ] as const),
      );
    }
    const outsiderFigures = scores.map((name) => [name, meanRating(name, ratings)] as const);

    const perDraw = outcomes.map(({ right, total }) => right / total);
    const strategy = options.strategy && strategyFigures(options.strategy, outcomes);
    const report = {
      data: example ?? data,
      backend: use.backend.name,
      backbone: use.backbone.id,
      head: use.settings.head,
      ...strategy,
      inputSize: use.backbone.inputSize,
      shots,
      draws,
      seed,
      classes,
      testCount: val.length,
      unreadable: [...unreadable],
      accuracy: mean(perDraw),
      perDraw,
      ...figuresOf(outcomes),
      ...(strange.length > 0 && {
        ...outsiderFigures[0]?.[1],
        outsiders: {
          folder: outsiders,
          count: strange.length,
          ...Object.fromEntries(outsiderFigures),
        },
      }),
      msPerEmbedding: median(times),
      msTrain: median(outcomes.map(({ trained }) => trained.msTrain)),
    };
    printTable(outcomes);
    console.log(
      `${report.backbone} at ${report.inputSize} px, ${report.head} head, ${report.backend}; ` +
        `${drawn(0).length} pictures of ${classes.length} classes learned, ${val.length} tested`,
    );
    console.log(
      `accuracy ${report.accuracy.toFixed(4)} (mean of ${draws}), ` +
        `${report.msPerEmbedding.toFixed(1)} ms an embedding, ${report.msTrain.toFixed(0)} ms a training`,
    );
    console.log(
      `balanced accuracy ${rounded(report.balancedAccuracy)}, found of each class: ` +
        classes
          .map((name, label) => `${name} ${rounded(report.perClassRecall?.[label] ?? null)}`)
          .join(', '),
    );
    console.log(
      `calibration error ${rounded(report.ece)} uncalibrated, ${rounded(report.eceCalibrated)} calibrated; ` +
        `cross-validated accuracy ${rounded(report.cvAccuracy)}; ` +
        `validation's interval holds the accuracy in ${rounded(report.intervalCoverage)} of the draws`,
    );
    const { forgotten } = strategy ?? {};
    if (forgotten !== undefined) {
      console.log(
        `forgotten ${rounded(forgotten)}: answers of the source task's head that changed`,
      );
    }
    if (strange.length > 0) printOutsiders(outsiderFigures, strange.length);
    writeJson(report);
  } finally {
    await stage.close();
  }
}

/**
 * Embeds each picture once and notes those that cannot be read. Returns the milliseconds per
 * picture of each batch.
 */
async function embedAll(
  page: Page,
  pictures: readonly LabelledPicture[],
  unreadable: Set<string>,
): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < pictures.length; i += BATCH) {
    const paths = pictures.slice(i, i + BATCH).map(({ path }) => path);
    const { failures, msPerPicture } = await page.evaluate(
      (batch) => window.evaluation.embed(batch),
      paths,
    );
    for (const { path, reason } of failures) {
      unreadable.add(path);
      console.error(`${path}: ${reason}`);
    }
    if (msPerPicture !== undefined) times.push(msPerPicture);
    if (process.stderr.isTTY)
      process.stderr.write(`\rembedded ${i + paths.length}/${pictures.length}`);
  }
  if (process.stderr.isTTY) process.stderr.write('\n');
  return times;
}

/** Means over the draws. Null if no draw has the figure, because JSON has no NaN. */
function figuresOf(outcomes: readonly TestOutcome[]) {
  const cv = outcomes.flatMap(({ cvAccuracy }) => cvAccuracy ?? []);
  const covered = outcomes.flatMap(({ interval, right, total }) =>
    interval ? Number(interval.low <= right / total && right / total <= interval.high) : [],
  );
  return {
    balancedAccuracy: mean(outcomes.map(({ recalls }) => mean(recalls.flatMap((r) => r ?? [])))),
    perClassRecall: outcomes[0]?.recalls.map((_, label) => {
      const found = outcomes.flatMap(({ recalls }) => recalls[label] ?? []);
      return found.length > 0 ? mean(found) : null;
    }),
    ece: mean(outcomes.map(({ ece }) => ece)),
    eceCalibrated: mean(outcomes.map(({ eceCalibrated }) => eceCalibrated)),
    cvAccuracy: cv.length > 0 ? mean(cv) : null,
    intervalCoverage: covered.length > 0 ? mean(covered) : null,
  };
}

/** What the strategy was, and what it cost. */
function strategyFigures(strategy: Strategy, outcomes: readonly TestOutcome[]) {
  const measured = outcomes.flatMap((outcome) => outcome.strategy ?? []);
  const first = measured[0];
  const forgotten = measured.flatMap((each) => each.forgotten ?? []);
  // The first report includes the preparation before it.
  const msEach = measured.flatMap(({ passes }) => passes.slice(1).map(({ ms }) => ms));
  return {
    strategy,
    ...(first?.freezeAt === undefined ? {} : { freeze: first.freezeAt }),
    trainedParameters: first?.trainedParameters ?? 0,
    msPerPass: msEach.length > 0 ? median(msEach) : null,
    ...(forgotten.length > 0 && { forgotten: mean(forgotten), forgottenPerDraw: forgotten }),
    tensorsLeft: Math.max(...measured.map(({ tensorsLeft }) => tensorsLeft)),
    passes: measured.map(({ passes }) => passes),
  };
}

const rounded = (figure: number | null) => figure?.toFixed(4) ?? 'unknown';

/**
 * Means over the draws. Null if there is no score, as in an app that learned from too few pictures.
 */
function meanRating(name: ScoreName, draws: readonly (readonly [ScoreName, Rating][])[]) {
  const found = draws.flatMap((ratings) =>
    ratings.flatMap(([each, r]) => (each === name ? r : [])),
  );
  const over = (figure: keyof Rating) =>
    found.length > 0 ? mean(found.map((rating) => rating[figure])) : null;
  return {
    auroc: over('auroc'),
    rejectedAt5: over('rejectedAt5'),
    falseRejection: over('falseRejection'),
  };
}

function printOutsiders(
  figures: readonly (readonly [ScoreName, ReturnType<typeof meanRating>])[],
  count: number,
): void {
  console.log(`${count} outsiders`);
  console.log('score        AUROC    rejected  falsely rejected');
  for (const [name, { auroc, rejectedAt5, falseRejection }] of figures) {
    const cells = [name.padEnd(11), rounded(auroc).padEnd(7), rounded(rejectedAt5).padEnd(8)];
    console.log([...cells, rounded(falseRejection)].join('  '));
  }
}

/**
 * Compares the adviser's choice with measurements: the layer with the highest score, and the layer
 * that is most often right.
 */
function printLayers({ layers, rankCorrelation, from }: LayerComparison): void {
  const best = (figure: (layer: LayerScore) => number) =>
    layers.reduce((a, b) => (figure(b) > figure(a) ? b : a));
  const share = ({ accuracy: { right, total } }: LayerScore) => right / total;
  const say = (name: string, layer: LayerScore) => {
    const { low, high } = layer.accuracy;
    console.log(
      `${name.padEnd(13)} ${layer.backbone} stage ${layer.stage}: ${share(layer).toFixed(4)} ` +
        `(${low.toFixed(3)} to ${high.toFixed(3)}), LogME ${layer.logMe.toFixed(4)}`,
    );
  };
  for (const layer of layers) say('', layer);
  say(
    'picked',
    best(({ logMe }) => logMe),
  );
  say('best', best(share));
  console.log(
    `rank correlation ${rankCorrelation?.toFixed(3) ?? 'none'} over ${layers.length} layers, ` +
      `${from.samples} pictures, ${from.folds} folds`,
  );
}

/** One draw, in which every `every`th picture has an answer to the second question. */
interface TasksRow {
  every: number;
  draw: number;
  first: BothWays;
  second: BothWays;
}

function printTasks(rows: readonly TasksRow[]): void {
  console.log('question  answered  together  apart   gain');
  for (const every of new Set(rows.map((row) => row.every))) {
    const some = rows.filter((row) => row.every === every);
    for (const question of ['first', 'second'] as const) {
      const shareOf = (way: 'together' | 'apart') =>
        mean(some.map((row) => row[question][way] / row[question].total));
      const gains = some.map(
        ({ [question]: { together, apart, total } }) => (together - apart) / total,
      );
      const spread = `${Math.min(...gains).toFixed(3)} to ${Math.max(...gains).toFixed(3)}`;
      console.log(
        `${question.padEnd(9)} 1 in ${every}    ${shareOf('together').toFixed(4)}    ` +
          `${shareOf('apart').toFixed(4)}  ${mean(gains).toFixed(4)} (${spread})`,
      );
    }
  }
}

function printTable(outcomes: readonly TestOutcome[]): void {
  console.log('draw  right      accuracy  L2      ended        passes  ms');
  outcomes.forEach(({ right, total, trained }, draw) => {
    const cells = [
      `${draw + 1}`.padEnd(4),
      `${right}/${total}`.padEnd(9),
      (right / total).toFixed(4).padEnd(8),
      (trained.l2?.toPrecision(3) ?? '').padEnd(6),
      trained.ended.padEnd(11),
      `${trained.keptPass}`.padEnd(6),
      trained.msTrain.toFixed(0),
    ];
    console.log(cells.join('  '));
  });
}

await runCommand(main);
