// The page that `npm run eval` drives: the app's own way from a picture's file to an answer.
import { Engine } from '../../src/engine/client';
import { decisions } from '../../src/engine/evaluate/metrics';
import { answer } from '../../src/engine/head/answer';
import type {
  BackboneInfo,
  BackendName,
  BackendReport,
  FeatureSpec,
  TrainingSample,
  TrainResult,
  TrainSettings,
} from '../../src/engine/protocol';
import { createPictures, type Prepared } from '../../src/pictures/client';
import { DEFAULT_INPUT_SIZE, DEFAULT_SETTINGS, DEFAULT_SPEC } from '../../src/store/settings';

interface Embedded {
  /** Of those that could not be read, by path. */
  failures: { path: string; reason: string }[];
  /** Milliseconds a picture in the engine; undefined where none could be read. */
  msPerPicture: number | undefined;
}

export interface TestOutcome {
  right: number;
  total: number;
  trained: Omit<TrainResult, 'head'>;
}

/** Answers with the settings in use, the app's defaults but for those given. */
async function start(
  changes: { spec: Partial<FeatureSpec>; settings: Partial<TrainSettings> },
  backend: BackendName | undefined,
): Promise<{ backend: BackendReport; backbone: BackboneInfo; settings: TrainSettings }> {
  const backbone = changes.spec.backbone ?? DEFAULT_SPEC.backbone;
  const spec = { backbone, inputSize: DEFAULT_INPUT_SIZE[backbone], ...changes.spec };
  settings = { ...DEFAULT_SETTINGS, ...changes.settings };
  engine = new Engine({
    backbonesUrl: new URL('/backbones/', location.href).href,
    spec,
    ...(backend ? { backend } : {}),
    onStatus() {},
    // A new worker remembers nothing.
    onReplaced() {
      void engine?.remember(key, [...features.keys()], [...features.values()]);
    },
  });
  const info = await engine.ready();
  const report = engine.status.backend;
  if (!report) throw new Error('the engine is ready and names no backend');
  key = info.key;
  return { backend: report, backbone: info, settings };
}

let engine: Engine | undefined;
let settings: TrainSettings = DEFAULT_SETTINGS;
let key = '';
const pictures = createPictures();
const features = new Map<string, Float32Array>();

/** Takes pictures in, as files that were dropped on the app; their paths are their ids from then on. */
async function embed(paths: string[]): Promise<Embedded> {
  const failures: Embedded['failures'] = [];
  const ready: { id: string; prepared: Prepared }[] = [];
  await Promise.all(
    paths.map(async (path) => {
      const response = await fetch(`/data/${path.split('/').map(encodeURIComponent).join('/')}`);
      if (!response.ok) {
        failures.push({ path, reason: 'the file cannot be opened' });
        return;
      }
      try {
        ready.push({ id: path, prepared: await pictures.prepare(await response.blob()) });
      } catch (error) {
        failures.push({ path, reason: error instanceof Error ? error.message : String(error) });
      }
    }),
  );
  if (ready.length === 0) return { failures, msPerPicture: undefined };
  const begin = performance.now();
  const { vectors } = await started().embed(
    ready.map(({ id, prepared }) => ({ id, bitmap: prepared.bitmap })),
  );
  const msPerPicture = (performance.now() - begin) / ready.length;
  ready.forEach(({ id }, i) => {
    features.set(id, vectors[i] ?? new Float32Array());
  });
  return { failures, msPerPicture };
}

/** Trains on pictures that were embedded, and answers others by the head that the engine would answer with. */
async function trainAndTest(
  classes: string[],
  train: { path: string; label: number }[],
  test: { path: string; label: number }[],
  seed: number,
): Promise<TestOutcome> {
  const { head, ...trained } = await started().train(
    {
      featureKey: key,
      classes,
      samples: train.map(({ path, label }): TrainingSample => ({ id: path, label, group: path })),
      settings: { ...settings, seed },
    },
    () => {},
  );
  const size = head.featureSize;
  const rows = new Float32Array(test.length * size);
  test.forEach(({ path }, i) => {
    const vector = features.get(path);
    if (!vector) throw new Error(`${path} was not embedded`);
    rows.set(vector, i * size);
  });
  const decided = decisions(answer(head, rows), head.classes.length);
  const right = test.filter(({ label }, i) => head.classes[decided[i] ?? -1] === classes[label]);
  return { right: right.length, total: test.length, trained };
}

function started(): Engine {
  if (!engine) throw new Error('the engine was not started');
  return engine;
}

const evaluation = { start, embed, trainAndTest };

declare global {
  interface Window {
    evaluation: typeof evaluation;
  }
}

window.evaluation = evaluation;
