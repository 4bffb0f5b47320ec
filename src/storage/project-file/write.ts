// Writes a project file: a zip of ordinary pictures in folders by class, with what the app knows
// about them.
import { version } from '../../../package.json';
import { ArchiveError } from '../../archive/archive-error';
import { zipLibrary } from '../../archive/zip';
import { breather, ON_A_PAGE_MS } from '../../model/breather';
import { safeFileName, uniqueNames } from '../../model/file-names';
import type { ClassRow, SampleRow, SecondTask } from '../../model/project';
import type { StoredRun } from '../../model/run';
import { database } from '../database';
import { loadMeasurements } from '../measurements';
import { readProject, type SignaturesOf } from '../projects';
import type { PictureRow } from '../rows';
import { loadRun, loadStandIn } from '../runs';
import { readFeatures } from '../samples';
import { guarded } from '../storage-error';
import { openArchive } from './archive';
import {
  type ClassInFile,
  type FeaturesInFile,
  FORMAT,
  MANIFEST,
  type ManifestToWrite,
  type SampleInFile,
  type SecondTaskInFile,
  VERSION,
} from './manifest';
import { MEASUREMENTS, packMeasurements } from './measurements';
import { floatBytes, packRun, packStandIn } from './run';

export interface WriteOptions {
  /** The number of pictures written so far, and of all of them. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /**
   * Tells pictures apart, and thereby whether a run or a measurement matches the project as it is.
   */
  signaturesOf?: SignaturesOf;
  /** Milliseconds since 1970, for the manifest. */
  now?: number;
}

const README = `This is a project of Apprentice, which teaches an image classifier in the browser: drop this file on its page to open it.
The pictures are ordinary files in the folders by class; manifest.json says what belongs to them.
`;

/** The number of rows read at once: a megabyte of pictures or features. */
const READ_AT_ONCE = 100;
/** The number of vectors read at once. They are deflated on this thread, in one go. */
const VECTORS_AT_ONCE = 20;
/**
 * The number of bytes passed on at once. Each write to the disk is a message to another process.
 */
const WRITTEN_AT_ONCE = 1 << 20;
/** The most letters of a file's own name in its path. The rest of the path tells it apart. */
const MOST_LETTERS_IN_PATH = 40;
/** Levels of zip.js: 0 stores, and 6 is what zip programs use. */
const STORE = 0;
const DEFLATE = 6;

/**
 * Writes a project to a sink and closes it. Holds only a few pictures at a time. The same project
 * gives the same bytes, except for `now`. Pictures that were purged meanwhile are left out. If this
 * fails or is aborted, the sink is aborted.
 * @returns how many pictures were written.
 * @throws {StorageError}, what the sink fails with, or the signal's reason.
 */
export async function writeProjectFile(
  projectId: string,
  sink: WritableStream<Uint8Array<ArrayBuffer>>,
  options: WriteOptions = {},
): Promise<number> {
  const writer = sink.getWriter();
  try {
    const gathered = gather((bytes) => writer.write(bytes));
    const pictures = await writeZip(projectId, gathered.stream, options);
    await gathered.flush();
    await writer.close();
    return pictures;
  } catch (error) {
    await writer.abort(error);
    throw error;
  }
}

/**
 * Like `writeProjectFile`, but writes to a Blob, which browsers keep on the disk if it is large.
 * Its list is read again, so that nobody saves a file that cannot be opened.
 * @throws {ArchiveError} `not-carried` if it cannot be.
 */
export async function projectFileBlob(
  projectId: string,
  options: WriteOptions = {},
): Promise<Blob> {
  const parts: Blob[] = [];
  const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
    write(bytes) {
      parts.push(new Blob([bytes]));
    },
  });
  const pictures = await writeProjectFile(projectId, sink, options);
  const file = new Blob(parts, { type: 'application/zip' });
  await expectReadable(file, pictures, options);
  return file;
}

async function expectReadable(
  file: Blob,
  pictures: number,
  { signal }: Pick<WriteOptions, 'signal'>,
): Promise<void> {
  try {
    const read = await openArchive(file, signal ? { signal } : {});
    if (read.kind === 'project' && read.summary.pictures === pictures) return;
  } catch (cause) {
    if (!(cause instanceof ArchiveError)) throw cause;
    throw new ArchiveError('not-carried', cause.message, cause);
  }
  throw new ArchiveError('not-carried', `${pictures} pictures`);
}

/** Gathers small writes into large ones. */
function gather(write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>) {
  let buffer = new Uint8Array(WRITTEN_AT_ONCE);
  let filled = 0;

  async function flush(): Promise<void> {
    const full = buffer.subarray(0, filled);
    // The sink may keep the buffer it was given.
    buffer = new Uint8Array(WRITTEN_AT_ONCE);
    filled = 0;
    if (full.length > 0) await write(full);
  }

  const stream = new WritableStream<Uint8Array>({
    async write(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const some = bytes.subarray(at, at + buffer.length - filled);
        buffer.set(some, filled);
        filled += some.length;
        at += some.length;
        if (filled === buffer.length) await flush();
      }
    },
  });
  return { stream, flush };
}

async function writeZip(
  projectId: string,
  sink: WritableStream<Uint8Array>,
  { onProgress, signal, signaturesOf, now = Date.now() }: WriteOptions,
): Promise<number> {
  const content = await readProject(projectId);
  if (!content) throw new Error(`no project ${projectId}`);
  const [run, standIn] = [await loadRun(projectId), await loadStandIn(projectId)];
  const measurements = await loadMeasurements(projectId);
  const { ZipWriter, Uint8ArrayReader } = await zipLibrary();
  const zip = new ZipWriter(sink, {
    level: STORE,
    // Sizes come before the data, for programs that read from a stream. Some cannot read stored
    // files otherwise.
    dataDescriptor: false,
    extendedTimestamp: false,
    ...(signal && { signal }),
  });
  const { project, classes, samples } = content;
  const dated = (at: number) => ({ lastModDate: zipDate(at) });
  const breathe = breather(ON_A_PAGE_MS);
  const text = new TextEncoder();

  async function addBytes(name: string, bytes: Uint8Array, level: number, at = project.createdAt) {
    await zip.add(name, new Uint8ArrayReader(bytes), { level, ...dated(at) });
    await breathe();
    signal?.throwIfAborted();
  }

  await addBytes('README.txt', text.encode(README), DEFLATE);

  const classesInFile = foldersOf(classes);
  const classNumbers = numbered(classes);
  const labels = numbered(project.secondTask?.labels ?? []);
  const written: SampleRow[] = [];
  const samplesInFile: SampleInFile[] = [];
  const groups = new Map<string, number>();
  const names = uniqueNames();
  for (let i = 0; i < samples.length; i += READ_AT_ONCE) {
    const some = samples.slice(i, i + READ_AT_ONCE);
    const pictures = await guarded(() => database.pictures.bulkGet(some.map(({ id }) => id)));
    for (const [j, row] of some.entries()) {
      onProgress?.(i + j, samples.length);
      const picture = pictures[j];
      const number = classNumbers.get(row.classId);
      const folder = number === undefined ? undefined : classesInFile[number]?.folder;
      if (!picture || number === undefined || folder === undefined) continue;
      const file = names(`pictures/${folder}/${pictureName(row, i + j, picture)}`);
      await addBytes(file, new Uint8Array(picture.bytes), STORE, row.createdAt);
      if (!groups.has(row.group)) groups.set(row.group, groups.size);
      written.push(row);
      const group = groups.get(row.group) ?? 0;
      samplesInFile.push(inFile(row, file, number, group, labels.get(row.secondLabel ?? '')));
    }
  }
  onProgress?.(samples.length, samples.length);

  const features: FeaturesInFile[] = [];
  const featureNames = uniqueNames();
  for (const [key, ids] of await featureKeys(written)) {
    const size = (await readFeatures(ids.slice(0, 1), key)).get(ids[0] ?? '')?.length ?? 0;
    if (size === 0) continue;
    const file = featureNames(`features/${safeFileName(key, 'features')}.f32`);
    await zip.add(
      file,
      { readable: featureBytes(ids, key, size) },
      // What is not known in advance cannot come first. Deflate marks its own end, so it can still
      // be read from a stream.
      { level: DEFLATE, dataDescriptor: true, ...dated(project.createdAt) },
    );
    const all = ids.length === written.length;
    const numbers = all ? undefined : numbered(written);
    features.push({ key, file, size, ...(numbers && { samples: indexes(ids, numbers) }) });
    signal?.throwIfAborted();
  }

  const signatures = signaturesOf?.(classes, written);
  const isCurrent = ({ signature }: StoredRun) => signature === (signatures?.all ?? signature);
  const numbers = { classes: classNumbers, samples: numbered(written), groups };
  const packed = run && packRun(run, numbers, isCurrent(run));
  const inPlace = standIn && packStandIn(standIn, numbers, isCurrent(standIn));
  for (const [name, bytes] of [...(packed?.files ?? []), ...(inPlace?.files ?? [])]) {
    await addBytes(name, bytes, DEFLATE);
  }
  const measured = packMeasurements(measurements, numbers, signatures);
  if (measured) await addBytes(MEASUREMENTS, measured, DEFLATE);

  const manifest: ManifestToWrite = {
    format: FORMAT,
    version: VERSION,
    app: { name: 'Apprentice', version },
    savedAt: now,
    project: {
      name: project.name,
      createdAt: project.createdAt,
      ...(project.settings && { settings: project.settings }),
      ...(project.secondTask && { secondTask: taskInFile(project.secondTask) }),
    },
    classes: classesInFile,
    samples: samplesInFile,
    features,
    ...(packed && { run: packed.inFile }),
    ...(inPlace && { standIn: inPlace.inFile }),
    ...(measured && { measurements: { file: MEASUREMENTS } }),
  };
  // It comes last because it lists what was really written.
  await zip.add(
    MANIFEST,
    { readable: textBytes(readable(manifest)) },
    { level: DEFLATE, dataDescriptor: true, ...dated(project.createdAt) },
  );
  signal?.throwIfAborted();
  await zip.close();
  return written.length;
}

/** Zip knows no year before 1980 and none after 2107. */
function zipDate(at: number): Date {
  return new Date(Math.min(Math.max(at, Date.UTC(1980, 0, 2)), Date.UTC(2107, 11, 30)));
}

function numbered(rows: readonly { id: string }[]): Map<string, number> {
  return new Map(rows.map(({ id }, i) => [id, i]));
}

/**
 * Gives each class a folder of its own. A class without a name goes by its number, as on the page.
 */
function foldersOf(classes: readonly ClassRow[]): (ClassInFile & { folder: string })[] {
  const names = uniqueNames();
  return classes.map(({ name, colour, shape, off }) => ({
    folder: names(safeFileName(name, `Class ${shape + 1}`)),
    name,
    colour,
    shape,
    ...(off && { off }),
  }));
}

function pictureName(row: SampleRow, index: number, { type }: PictureRow): string {
  const number = String(index + 1).padStart(5, '0');
  const name = safeFileName((row.name ?? '').replace(/\.[^.]{0,5}$/, ''), '', MOST_LETTERS_IN_PATH);
  const ending = type === 'image/png' ? 'png' : type === 'image/webp' ? 'webp' : 'jpg';
  return `${number}${name && ' '}${name}.${ending}`;
}

function taskInFile({ name, labels }: SecondTask): SecondTaskInFile {
  return { name, labels: labels.map((label) => ({ name: label.name })) };
}

function inFile(
  row: SampleRow,
  file: string,
  number: number,
  group: number,
  secondLabel: number | undefined,
): SampleInFile {
  const { source, createdAt, name, test } = row;
  return {
    file,
    class: number,
    group,
    source,
    createdAt,
    ...(name !== undefined && { name }),
    ...(test && { test }),
    ...(secondLabel !== undefined && { secondLabel }),
  };
}

/**
 * The ids of samples by the key under which they have features, in order. Keys are in alphabetical
 * order.
 */
async function featureKeys(samples: readonly SampleRow[]): Promise<[string, string[]][]> {
  const found = new Map<string, string[]>();
  for (let i = 0; i < samples.length; i += READ_AT_ONCE) {
    const ids = samples.slice(i, i + READ_AT_ONCE).map(({ id }) => id);
    const pairs = await guarded(() => database.features.where('id').anyOf(ids).primaryKeys());
    const keys = new Map<string, Set<string>>();
    for (const [id, key] of pairs) keys.set(key, (keys.get(key) ?? new Set()).add(id));
    for (const [key, known] of keys) {
      found.set(key, [...(found.get(key) ?? []), ...ids.filter((id) => known.has(id))]);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function indexes(ids: readonly string[], numbers: ReadonlyMap<string, number>): number[] {
  return ids.flatMap((id) => numbers.get(id) ?? []);
}

/**
 * Vectors, one after another. A vector that is not as it should be becomes NaN, and readers leave
 * it out.
 */
function featureBytes(ids: readonly string[], key: string, size: number) {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const some = ids.slice(at, at + VECTORS_AT_ONCE);
      at += some.length;
      const vectors = await readFeatures(some, key);
      const row = (id: string) => {
        const vector = vectors.get(id);
        return vector?.length === size ? vector : new Float32Array(size).fill(Number.NaN);
      };
      controller.enqueue(floatBytes(some.map(row)));
      if (at >= ids.length) controller.close();
    },
  });
}

/** JSON with each class and each sample on a line of its own, produced bit by bit. */
function* readable(manifest: ManifestToWrite): Generator<string> {
  const { classes, samples, features, run, standIn, measurements, ...head } = manifest;
  const last = Object.entries({ run, standIn, measurements }).filter(([, value]) => value);
  yield '{\n';
  for (const [name, value] of Object.entries(head)) yield `"${name}": ${JSON.stringify(value)},\n`;
  for (const [name, items] of Object.entries({ classes, samples, features })) {
    yield `"${name}": [`;
    for (let i = 0; i < items.length; i += READ_AT_ONCE) {
      const some = items.slice(i, i + READ_AT_ONCE).map((item) => JSON.stringify(item));
      yield `${i > 0 ? ',' : ''}\n${some.join(',\n')}`;
    }
    yield name === 'features' && last.length === 0 ? ']\n' : '],\n';
  }
  for (const [i, [name, value]] of last.entries()) {
    yield `"${name}": ${JSON.stringify(value)}${i < last.length - 1 ? ',' : ''}\n`;
  }
  yield '}\n';
}

function textBytes(pieces: Iterator<string>): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  const breathe = breather(ON_A_PAGE_MS);
  return new ReadableStream({
    async pull(controller) {
      await breathe();
      const piece = pieces.next();
      if (piece.done) controller.close();
      else controller.enqueue(text.encode(piece.value));
    },
  });
}
