import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { zipLibrary } from '../../archive/zip';
import { isOfModel } from '../../model/brought-files';
import { EngineError } from '../../model/engine-error';
import type {
  ImportOutcome,
  ModelComparison,
  ModelComparisonRequest,
} from '../../model/imported-model';
import type { TrainRequest } from '../../model/training';
import { asEngine, fakeEngine, files, many, pictures, resultOf } from '../../runtime/fake-services';
import { provideServices } from '../../runtime/services';
import { database } from '../../storage/database';
import { useApp } from '../app-store';
import { pictureCount } from '../project/classes';
import { matchClasses, theirShares, useComparison } from './comparison';

const initial = useApp.getState();
const initialComparison = useComparison.getState();
const state = () => useApp.getState();
const comparison = () => useComparison.getState();

const INFO = {
  name: 'theirs',
  labels: ['ants', 'BEES ', 'wasps'],
  madeBy: 'teachable-machine',
  inputSize: 224,
  parameters: 3,
  bytes: 12,
  msPerPicture: 1,
} as const;

/** Starts with an engine that accepts any model whose files include a model.json. */
function start() {
  const { engine } = fakeEngine();
  const withModels = {
    ...engine,
    importModel: vi.fn(async (given: File[]): Promise<ImportOutcome> => {
      if (!given.some(({ name }) => name === 'model.json')) {
        return { problem: 'no-model', detail: '' };
      }
      return { info: { ...INFO, labels: [...INFO.labels] } };
    }),
    dropImported: vi.fn(async () => {}),
    explain: vi.fn(async () => ({
      prediction: { classes: [], probabilities: [], msEmbed: 1 },
      heat: undefined as never,
      nearest: [],
    })),
    answerImported: vi.fn(async (): Promise<number[] | undefined> => [0.2, 0.5, 0.3]),
    compareImported: vi.fn(
      async ({ pictures: some, classOf }: ModelComparisonRequest): Promise<ModelComparison> => ({
        said: some.map(() => ({ label: 0, share: 0.9 })),
        right: some.map(({ label }) => label === classOf[0]),
        ours: { right: 1, total: some.length, low: 0, high: 1 },
        theirs: { right: 1, total: some.length, low: 0, high: 1 },
        difference: { difference: 0, low: -1, high: 1 },
      }),
    ),
  };
  provideServices({ engine: asEngine(withModels), pictures });
  return withModels;
}

let engine: ReturnType<typeof start>;

beforeEach(async () => {
  await Promise.all(database.tables.map((table) => table.clear()));
  useApp.setState(initial, true);
  useComparison.setState(initialComparison, true);
  vi.stubGlobal('createImageBitmap', async () => ({ close() {} }));
  engine = start();
  await state().openProject();
});

const file = (name: string) => new File(['x'], name);
const MODEL = ['model.json', 'weights.bin', 'metadata.json'].map(file);

async function zipped(...paths: string[]): Promise<File> {
  const { ZipWriter, BlobWriter, BlobReader } = await zipLibrary();
  const zip = new ZipWriter(new BlobWriter());
  for (const path of paths) await zip.add(path, new BlobReader(new Blob(['x'])));
  return new File([await zip.close()], 'model.zip');
}

describe('classes of the same name', () => {
  it('are found whatever their case and spaces, each once', () => {
    expect(matchClasses(['Ants', ' b e e s', 'Wasps', 'ants'], ['BEES', 'ants'])).toEqual([
      1, 0, -1, -1,
    ]);
    expect(matchClasses(['', 'ﬁsh_&-chips'], ['', 'Fish & Chips'])).toEqual([-1, 1]);
  });

  it('are shown with the shares; of very many labels the likeliest', () => {
    expect(theirShares({ labels: ['x', 'Ants'] }, [0.1, 0.9], ['ants'])).toEqual([
      { label: 'x', classIndex: undefined, share: 0.1 },
      { label: 'Ants', classIndex: 0, share: 0.9 },
    ]);
    const labels = Array.from({ length: 1000 }, (_, i) => `label ${i}`);
    const shares = labels.map((_, i) => (i === 700 ? 0.5 : 0.5 / 999));
    const shown = theirShares({ labels }, shares, []);
    expect(shown).toHaveLength(10);
    expect(shown[0]).toMatchObject({ label: 'label 700', share: 0.5 });
  });
});

test('files of a model are told from pictures', () => {
  expect(isOfModel(MODEL)).toBe(true);
  expect(isOfModel([file('weights.bin')])).toBe(true);
  expect(isOfModel([file('golden-1.png'), file('model.json')])).toBe(true);
  expect(isOfModel([file('a.jpg'), file('metadata.json')])).toBe(false);
  expect(isOfModel([])).toBe(false);
});

describe('a model that is dropped where pictures go', () => {
  const first = () => state().classes[0]?.id ?? '';

  it('is offered for comparing, and no picture comes of it', async () => {
    await state().importFiles(
      MODEL.map((each) => ({ file: each })),
      first(),
    );
    expect(state().comparing?.files).toEqual(MODEL);
    expect(pictureCount(state())).toBe(0);
    expect(state().imports).toEqual([]);
  });

  it('also as a zip, whose pictures stay where they are', async () => {
    const zip = await zipped('a/model.json', 'a/weights.bin', 'a/golden-1.png');
    await state().importFiles([{ file: zip }, ...files('own.jpg')], first());
    expect(state().comparing?.files).toEqual([zip]);
    expect(pictureCount(state())).toBe(1);
  });

  it('also where another tab works on the project', async () => {
    useApp.setState({ role: 'follows' });
    await state().importFiles(MODEL.map((each) => ({ file: each })));
    expect(state().comparing?.files).toEqual(MODEL);
    expect(state().turnedAway).toBe(0);
  });
});

describe('bringing a model in', () => {
  it('takes the files, and of a zip those that lie beside model.json', async () => {
    await comparison().bring(MODEL);
    expect(state().otherModel).toMatchObject({ ...INFO, labels: ['ants', 'BEES', 'wasps'] });
    const zip = await zipped(
      'other/metadata.json',
      'm/model.json',
      'm/group1-shard1of1',
      'm/golden-1.png',
      'm/metadata.json',
      'm/deeper/model.json',
    );
    await comparison().bring([zip]);
    expect(engine.importModel.mock.lastCall?.[0].map(({ name }) => name)).toEqual([
      'model.json',
      'group1-shard1of1',
      'metadata.json',
    ]);
    expect(comparison().problem).toBeUndefined();
  });

  it('says why not, and keeps what was there', async () => {
    await comparison().bring(MODEL);
    const before = state().otherModel;
    await comparison().bring([file('weights.bin')]);
    expect(comparison()).toMatchObject({ reading: false, problem: { kind: 'no-model' } });
    await comparison().bring([await zipped('pictures/a.png')]);
    expect(comparison().problem?.kind).toBe('no-model');
    const cut = await zipped('model.json', 'weights.bin');
    await comparison().bring([new File([cut.slice(0, cut.size - 30)], 'cut.zip')]);
    expect(comparison().problem?.kind).toBe('damaged');
    engine.importModel.mockRejectedValueOnce(new EngineError('engine-crashed', 'gone'));
    await comparison().bring(MODEL);
    expect(comparison().problem?.kind).toBe('engine');
    expect(state().otherModel).toBe(before);
  });

  it('says so where the engine was replaced, and brings the same files again', async () => {
    await comparison().bring(MODEL);
    state().loseOtherModel();
    expect(state().otherModel?.gone).toBe(true);
    await state().answerPicture(file('a.jpg'));
    expect(engine.answerImported).not.toHaveBeenCalled();
    await comparison().bringAgain();
    expect(engine.importModel.mock.lastCall?.[0]).toEqual(MODEL);
    expect(state().otherModel?.gone).toBeUndefined();
    await state().answerPicture(file('a.jpg'));
    expect(state().otherAnswer).toEqual([0.2, 0.5, 0.3]);
  });

  it('lets it go', async () => {
    await comparison().bring(MODEL);
    await comparison().remove();
    expect(engine.dropImported).toHaveBeenCalled();
    expect(state().otherModel).toBeUndefined();
  });
});

describe('beside the classifier', () => {
  /** Two classes with some pictures, learned, with half of the pictures held out. */
  async function taught() {
    const [one, two] = state().classes;
    for (const [row, name] of [
      [one, 'Ants'],
      [two, 'flies'],
    ] as const) {
      await state().renameClass(row?.id ?? '', name);
      await state().importFiles(many(name, 4), row?.id);
    }
    const samples = Object.values(state().samples);
    const classes = state().classes.map(({ id }) => id);
    const labels = samples.map(({ classId }) => classes.indexOf(classId));
    const request = { classes, samples } as unknown as TrainRequest;
    const result = resultOf(request);
    const answers = {
      ids: samples.map(({ id }) => id),
      labels: Int32Array.from(labels),
      probabilities: Float32Array.from(labels.flatMap(() => [0.9, 0.1])),
    };
    const validation = { right: 4, total: 8, low: 0, high: 1, confusion: [], answers };
    useApp.setState({
      learned: {
        signature: '',
        settings: state().settings,
        classNames: {},
        history: [],
        at: 1,
        result: { ...result, validation },
      } as unknown as ReturnType<typeof state>['learned'],
    });
  }

  it('is measured on held-out pictures of the classes that both know', async () => {
    await taught();
    await comparison().bring(MODEL);
    await comparison().measure(['Ants', 'flies']);
    const request = engine.compareImported.mock.lastCall?.[0];
    expect(request?.classOf).toEqual([0, -1, -1]);
    expect(request?.pictures).toHaveLength(4);
    expect(request?.pictures.every(({ label, right }) => label === 0 && right)).toBe(true);
    expect(comparison().measured).toMatchObject({ set: 'heldOut', leftOut: 4 });
    expect(comparison().measured?.pictures[0]).toMatchObject({
      is: 0,
      ours: 0,
      theirs: { label: 0 },
      oursRight: true,
      theirsRight: true,
    });
    expect(comparison().running).toBeUndefined();
  });

  it('without a class in common there is nothing to measure', async () => {
    await taught();
    await comparison().bring(MODEL);
    await comparison().measure(['a', 'b']);
    expect(engine.compareImported).not.toHaveBeenCalled();
  });

  it('says so where the engine ended meanwhile', async () => {
    await taught();
    await comparison().bring(MODEL);
    engine.compareImported.mockRejectedValueOnce(new EngineError('engine-crashed', 'gone'));
    await comparison().measure(['Ants', 'flies']);
    expect(comparison()).toMatchObject({ error: 'engine-crashed', running: undefined });
    expect(comparison().measured).toBeUndefined();
  });

  it('answers the picture that is tried, and what cannot be read is told', async () => {
    await comparison().bring(MODEL);
    await comparison().tryPicture(file('a.jpg'));
    expect(comparison().tried).toMatchObject({ ours: undefined, theirs: [0.2, 0.5, 0.3] });
    await comparison().tryPicture(file('bad.jpg'));
    expect(comparison()).toMatchObject({ tried: undefined, unreadable: true });
  });
});
