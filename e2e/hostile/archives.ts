// Hostile and odd archives, made by code: what each one is, and what should become of it.
import { constants, crc32, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { ArchiveErrorKind, EntryFailureReason } from '../../src/archive/archive-error';

export type Expected =
  /** Refused as a whole. */
  | { error: ArchiveErrorKind }
  /**
   * Of the listed files, `readable` can be read and `unreadable` can't. `failures` are not listed.
   * Folders may come in any order.
   */
  | {
      kind: 'folders' | 'teachable-machine';
      readable: number;
      unreadable?: number;
      failures?: EntryFailureReason[];
      folders?: string[];
    }
  /** Restored with this many pictures. The others fail. */
  | {
      kind: 'project';
      pictures: number;
      failures?: EntryFailureReason[];
      notes?: ('features-left-out' | 'run-left-out' | 'measurements-left-out')[];
    };

export interface HostileArchive {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  expected: Expected;
}

/** One file of a zip. Every field of its headers can lie. */
interface Entry {
  name: string | Uint8Array;
  data?: Uint8Array | string;
  deflate?: boolean;
  /**
   * What the central directory says instead of the truth. The local header says the same, unless
   * `local` says otherwise.
   */
  lies?: Partial<Fields>;
  local?: Partial<Fields>;
  /** Bytes that are stored instead of the data. */
  stored?: Uint8Array;
}

interface Fields {
  flags: number;
  method: number;
  crc: number;
  compressed: number;
  size: number;
  extra: Uint8Array;
  /** Only in the central directory. */
  offset: number;
  attributes: number;
  madeBy: number;
  name: Uint8Array;
  signature: number;
}

interface Ending {
  comment?: Uint8Array;
  count?: number;
  directorySize?: number;
  directoryOffset?: number;
  /** Goes between the directory and the end record. */
  before?: (at: { directory: number; size: number; end: number }) => Uint8Array;
  after?: Uint8Array;
}

const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const utf8 = (text: string) => new TextEncoder().encode(text);
const NOTHING = new Uint8Array(0);

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Little-endian numbers with the given widths in bytes. */
function record(...fields: readonly [width: 2 | 4 | 8, value: number | bigint][]): Uint8Array {
  const bytes = new Uint8Array(fields.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 8) view.setBigUint64(at, BigInt(value), true);
    else if (width === 4) view.setUint32(at, Number(value), true);
    else view.setUint16(at, Number(value), true);
    at += width;
  }
  return bytes;
}

const DATE = (46 << 9) | (1 << 5) | 1;
const UTF8_FLAG = 0x800;

/** Builds a zip byte by byte. */
function zipOf(entries: readonly Entry[], ending: Ending = {}): Uint8Array<ArrayBuffer> {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, data = '', deflate, lies, local, stored } of entries) {
    const bytes = typeof data === 'string' ? utf8(data) : data;
    const kept = stored ?? (deflate ? deflateRawSync(bytes) : bytes);
    const truth: Fields = {
      flags: UTF8_FLAG,
      method: deflate ? 8 : 0,
      crc: crc32(bytes),
      compressed: kept.length,
      size: bytes.length,
      extra: NOTHING,
      offset: at,
      attributes: 0,
      madeBy: 20,
      name: typeof name === 'string' ? utf8(name) : name,
      signature: 0x04034b50,
    };
    const there = { ...truth, ...lies };
    const here = { ...truth, ...lies, ...local };
    const file = join(localHeader(here), here.name, here.extra, kept);
    files.push(file);
    directory.push(centralHeader(there), there.name, there.extra);
    at += file.length;
  }
  const list = joined(directory);
  const middle = ending.before?.({ directory: at, size: list.length, end: at + list.length });
  const comment = ending.comment ?? NOTHING;
  const count = ending.count ?? Math.min(entries.length, 0xffff);
  return join(
    joined(files),
    list,
    middle ?? NOTHING,
    record(
      [4, 0x06054b50],
      [2, 0],
      [2, 0],
      [2, count],
      [2, count],
      [4, ending.directorySize ?? list.length],
      [4, ending.directoryOffset ?? at],
      [2, comment.length],
    ),
    comment,
    ending.after ?? NOTHING,
  );
}

function localHeader(of: Fields): Uint8Array {
  return record(
    [4, of.signature],
    [2, 20],
    [2, of.flags],
    [2, of.method],
    [2, 0],
    [2, DATE],
    [4, of.crc],
    [4, of.compressed],
    [4, of.size],
    [2, of.name.length],
    [2, of.extra.length],
  );
}

function centralHeader(of: Fields): Uint8Array {
  return record(
    [4, 0x02014b50],
    [2, of.madeBy],
    [2, 20],
    [2, of.flags],
    [2, of.method],
    [2, 0],
    [2, DATE],
    [4, of.crc],
    [4, of.compressed],
    [4, of.size],
    [2, of.name.length],
    [2, of.extra.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, of.attributes],
    [4, of.offset],
  );
}

/** A valid PNG of one colour. */
function pngOf(side: number, shade: number, height = side): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array(height * (1 + side)).fill(shade);
  for (let y = 0; y < height; y++) rows[y * (1 + side)] = 0;
  return pngWith(side, height, rows);
}

function pngWith(width: number, height: number, rows: Uint8Array): Uint8Array<ArrayBuffer> {
  const big = (n: number) => record([4, n]).toReversed();
  const chunk = (type: string, data: Uint8Array) => {
    const body = join(latin(type), data);
    return join(big(data.length), body, big(crc32(body)));
  };
  const header = join(big(width), big(height), Uint8Array.of(8, 0, 0, 0, 0));
  return join(
    latin('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', NOTHING),
  );
}

/** This many megabytes of zeros, deflated. Only one megabyte at a time is in memory. */
function zeros(megabytes: number): Uint8Array {
  const one = deflateRawSync(new Uint8Array(1 << 20), { finishFlush: constants.Z_FULL_FLUSH });
  return join(...Array.from({ length: megabytes }, () => one), Uint8Array.of(3, 0));
}

const picture = (name: string, shade = 1): Entry => ({ name, data: pngOf(8, shade) });
const GOOD = [picture('cats/1.png', 10), picture('dogs/2.png', 20)];
/** A complete zip of one folder with two pictures. */
const good = () => zipOf(GOOD);

const FEATURE_KEY = 'mobilenet-v2@1/192';

/** A complete project file of two classes with three pictures, features and a head. */
function aManifest() {
  return {
    format: 'apprentice-project',
    version: 1,
    app: { name: 'Apprentice', version: '0.1.0' },
    savedAt: 1.7e12,
    project: { name: 'Pets', createdAt: 1.7e12, settings: { live: true } },
    classes: [
      { folder: 'Cats', name: 'Cats', colour: 0, shape: 0 },
      { folder: 'Dogs', name: 'Dogs', colour: 1, shape: 1 },
    ],
    samples: [0, 0, 1].map((number, i) => ({
      file: `pictures/${number}/${i}.png`,
      class: number,
      group: i,
      source: 'file',
      createdAt: 1.7e12,
      name: `${i}.png`,
    })),
    features: [{ key: FEATURE_KEY, file: 'features/a.f32', size: 4 }],
    run: {
      at: 1.7e12,
      current: true,
      signature: '3-abc',
      settings: {
        head: 'linear',
        epochs: 100,
        batchSize: 32,
        learningRate: 0.001,
        l2: 'auto',
        validationShare: 0.2,
        seed: 1,
      },
      history: [{ pass: 1, trainLoss: 0.5, trainAccuracy: 1 }],
      classes: [
        { class: 0, name: 'Cats' },
        { class: 1, name: 'Dogs' },
      ],
      result: {
        ended: 'converged',
        keptPass: 1,
        split: { train: [0, 2], validation: [1], sameBurstClasses: [] },
        validation: {
          right: 1,
          total: 1,
          low: 0.2,
          high: 1,
          confusion: [
            [1, 0],
            [0, 0],
          ],
        },
        guessing: 0.5,
        l2: 100,
        refitOnAll: true,
        msTrain: 12,
        backend: 'cpu',
      },
      head: {
        file: 'head.f32',
        kind: 'linear',
        featureKey: FEATURE_KEY,
        featureSize: 4,
        normalisation: 'l2-sqrt-d',
        layers: [{ inputs: 4, outputs: 2, activation: 'linear' }],
      },
    },
  };
}

type AManifest = ReturnType<typeof aManifest>;

const floats = (length: number, value = 0.5) =>
  new Uint8Array(new Float32Array(length).fill(value).buffer);

function projectEntries(
  manifest: unknown,
  changed: Record<string, Partial<Entry> | null> = {},
): Entry[] {
  const entries: Entry[] = [
    ...aManifest().samples.map(({ file }, i) => picture(file, 30 + i)),
    { name: 'features/a.f32', data: floats(12) },
    { name: 'head.f32', data: floats(10) },
    {
      name: 'manifest.json',
      data: typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
      deflate: true,
    },
  ];
  return entries.flatMap((entry) => {
    const change = changed[String(entry.name)];
    return change === null ? [] : [{ ...entry, ...change }];
  });
}

/**
 * A project file whose manifest is changed in place and whose files are changed or, with null, left
 * out.
 */
function project(
  change: (manifest: AManifest) => unknown = () => undefined,
  changed: Record<string, Partial<Entry> | null> = {},
): Uint8Array<ArrayBuffer> {
  const manifest = aManifest();
  change(manifest);
  return zipOf(projectEntries(manifest, changed));
}

const WHOLE_PROJECT: Expected = { kind: 'project', pictures: 3 };
const NO_FEATURES: Expected = { kind: 'project', pictures: 3, notes: ['features-left-out'] };
const NO_MEASUREMENTS: Expected = {
  kind: 'project',
  pictures: 3,
  notes: ['measurements-left-out'],
};
const NO_RUN: Expected = { kind: 'project', pictures: 3, notes: ['run-left-out'] };

/** Sets a field to something that its type does not allow. */
function set(target: object, field: string, value: unknown): void {
  Object.defineProperty(target, field, { value, enumerable: true, configurable: true });
}

/** All of the archives. This takes a second or two, and the largest archive has some MB. */
export function hostileArchives(): HostileArchive[] {
  const all: HostileArchive[] = [];
  const add = (name: string, bytes: Uint8Array<ArrayBuffer>, expected: Expected) =>
    all.push({ name, bytes, expected });
  addNoZips(add);
  addBroken(add);
  addPaths(add);
  addEncrypted(add);
  addBombs(add);
  addZip64(add);
  addComments(add);
  addManifests(add);
  addNumbers(add);
  addMeasurements(add);
  addPictures(add);
  addTeachableMachine(add);
  return all;
}

type Add = (name: string, bytes: Uint8Array<ArrayBuffer>, expected: Expected) => void;

function addNoZips(add: Add): void {
  const no: Expected = { error: 'not-a-zip' };
  add('no bytes.zip', NOTHING, no);
  add('one byte.zip', latin('P'), no);
  add('text.zip', latin('not a zip at all'), no);
  add('page.zip', latin('<!doctype html><script>alert(1)</script>'), no);
  add('rar.zip', join(latin('Rar!\x1a\x07\x01\0'), new Uint8Array(200)), no);
  add('seven.zip', join(latin('7z\xbc\xaf\x27\x1c'), new Uint8Array(200)), no);
  add('tape.zip', join(new Uint8Array(257), latin('ustar\0'), new Uint8Array(300)), no);
  add('tape.tar.gz', join(gzipSync(new Uint8Array(1024))), no);
  add('picture.zip', pngOf(8, 1), no);
  add('zip behind a picture.zip', join(pngOf(8, 1), good()), no);
}

function addBroken(add: Add): void {
  const damaged: Expected = { error: 'damaged' };
  const whole = good();
  const directory = new DataView(whole.buffer).getUint32(whole.length - 6, true);
  const cuts = {
    'in its signature': 4,
    'in the first header': 20,
    'in the first picture': 60,
    'before the list': directory,
    'in the list': directory + 30,
    'before the end': whole.length - 22,
    'in the end': whole.length - 10,
    'by one byte': whole.length - 1,
  };
  for (const [where, length] of Object.entries(cuts))
    add(`cut ${where}.zip`, whole.slice(0, length), damaged);
  add('head cut off.zip', whole.slice(50), { error: 'not-a-zip' });
  add('list of zeros.zip', join(whole).fill(0, directory, whole.length - 22), damaged);
  add('end alone behind a signature.zip', join(latin('PK\x03\x04'), whole.slice(-22)), damaged);

  const one = (name: string, lies: Partial<Fields>, local?: Partial<Fields>, deflate = false) =>
    add(
      name,
      zipOf([
        picture('cats/1.png'),
        { ...picture('cats/2.png', 2), deflate, lies, ...(local && { local }) },
      ]),
      { kind: 'folders', readable: 1, unreadable: 1 },
    );
  one('wrong checksum.zip', { crc: 0xdeadbeef });
  one('wrong checksum deflated.zip', { crc: 0xdeadbeef }, undefined, true);
  one('declares more than there is.zip', { size: 5000 }, undefined, true);
  one('declares less than there is.zip', { size: 10 }, undefined, true);
  one('stored with another size.zip', { size: 10 });
  one('longer than the file.zip', { compressed: 1e6, size: 1e6 });
  one('two sizes.zip', {}, { size: 3 });
  one('two checksums.zip', {}, { crc: 3 });
  one('no local header.zip', {}, { signature: 0x11111111 });
  one('stored says deflated.zip', { method: 8 });
  add(
    'noise as deflate.zip',
    zipOf([
      picture('a/1.png'),
      { ...picture('a/2.png', 2), lies: { method: 8 }, stored: new Uint8Array(500).fill(0xa7) },
    ]),
    { kind: 'folders', readable: 1, unreadable: 1 },
  );
  for (const method of [1, 9, 12, 14, 93, 99]) {
    add(
      `method ${method}.zip`,
      zipOf([picture('a/1.png'), { ...picture('a/2.png', 2), lies: { method } }]),
      { kind: 'folders', readable: 1, failures: ['unsupported'] },
    );
  }
}

function addPaths(add: Add): void {
  const unsafe = {
    'parent.zip': '../1.png',
    'far parent.zip': '../../../../../../etc/passwd.png',
    'parent inside.zip': 'cats/../../1.png',
    'parent with backslashes.zip': '..\\..\\windows\\1.png',
    'absolute.zip': '/etc/cron.d/1.png',
    'drive.zip': 'C:\\Windows\\1.png',
    'drive with slashes.zip': 'c:/windows/1.png',
    'share.zip': '\\\\server\\share\\1.png',
  };
  for (const [name, path] of Object.entries(unsafe)) {
    add(name, zipOf([...GOOD, picture(path, 3)]), {
      kind: 'folders',
      readable: 2,
      failures: ['unsafe-path'],
    });
  }
  const odd = (name: string, path: string | Uint8Array, folders: string[]) =>
    add(name, zipOf([picture('cats/1.png'), { name: path, data: pngOf(8, 2) }]), {
      kind: 'folders',
      readable: 2,
      folders: ['cats', ...folders],
    });
  odd('proto.zip', '__proto__/constructor.png', ['__proto__']);
  odd('backslashes.zip', 'birds\\2.png', ['birds']);
  odd('control characters.zip', 'bi\u0000r\u0007d\u001bs/2\u0000.png', ['birds']);
  odd('turned around.zip', '\u202ebirds\u2066/gnp.2\u202e.png', ['birds']);
  odd('device.zip', 'CON/aux.png', ['CON']);
  odd('dot.zip', './2.png', []);
  odd('no name.zip', '', []);
  odd('deep.zip', `${'a/'.repeat(2000)}birds/2.png`, ['birds']);
  odd('long name.zip', `birds/${'n'.repeat(60_000)}.png`, ['birds']);
  odd('long folder.zip', `${'b'.repeat(60_000)}/2.png`, ['b'.repeat(80)]);
  odd('no text.zip', join(latin('birds/\xff\xfe\xc0.png')), ['birds']);
  add('one name twice.zip', zipOf([picture('a/1.png', 1), picture('a/1.png', 2)]), {
    kind: 'folders',
    readable: 2,
  });
  add('one name in two cases.zip', zipOf([picture('a/1.png', 1), picture('A/1.PNG', 2)]), {
    kind: 'folders',
    readable: 2,
  });
  add(
    'link.zip',
    zipOf([
      ...GOOD,
      {
        name: 'cats/link.png',
        data: '/etc/passwd',
        lies: { madeBy: 0x31e, attributes: 0xa1ff0000 },
      },
    ]),
    { kind: 'folders', readable: 2, failures: ['unsupported'] },
  );
  add(
    'system files.zip',
    zipOf([
      ...GOOD,
      picture('__MACOSX/cats/._1.png'),
      picture('.hidden/1.png'),
      picture('cats/Thumbs.db'),
    ]),
    {
      kind: 'folders',
      readable: 2,
    },
  );
  const nothing: Expected = { error: 'nothing-inside' };
  add('nothing in it.zip', zipOf([]), nothing);
  add('folders alone.zip', zipOf([{ name: 'cats/' }, { name: 'dogs/' }]), nothing);
  add('system files alone.zip', zipOf([picture('__MACOSX/1.png'), picture('.DS_Store')]), nothing);
  add(
    'office.zip',
    zipOf([
      { name: '[Content_Types].xml', data: '<x/>' },
      { name: 'word/document.xml', data: '<x/>' },
    ]),
    nothing,
  );
  add('zip in a zip.zip', zipOf([{ name: 'inner.zip', data: good() }]), nothing);
  add('zip among pictures.zip', zipOf([...GOOD, { name: 'cats/inner.zip', data: good() }]), {
    kind: 'folders',
    readable: 3,
  });
  add('program with a picture name.zip', zipOf([...GOOD, { name: 'cats/3.png', data: 'MZ\0\0' }]), {
    kind: 'folders',
    readable: 3,
  });
}

function addEncrypted(add: Add): void {
  const zipCrypto = { flags: UTF8_FLAG | 1 };
  const aes = {
    flags: 1,
    method: 99,
    extra: join(record([2, 0x9901], [2, 7], [2, 2]), latin('AE\x03\x08\0')),
  };
  add('password.zip', zipOf(GOOD.map((entry) => ({ ...entry, lies: zipCrypto }))), {
    error: 'encrypted',
  });
  add('password aes.zip', zipOf(GOOD.map((entry) => ({ ...entry, lies: aes }))), {
    error: 'encrypted',
  });
  add('password strong.zip', zipOf(GOOD.map((entry) => ({ ...entry, lies: { flags: 0x41 } }))), {
    error: 'encrypted',
  });
  add('password for one.zip', zipOf([...GOOD, { ...picture('cats/3.png'), lies: zipCrypto }]), {
    kind: 'folders',
    readable: 2,
    failures: ['encrypted'],
  });
  add('password here alone.zip', zipOf([...GOOD, { ...picture('cats/3.png'), local: zipCrypto }]), {
    kind: 'folders',
    readable: 2,
    unreadable: 1,
  });
  add(
    'project with a password for the manifest.zip',
    project(undefined, { 'manifest.json': { lies: zipCrypto } }),
    {
      error: 'encrypted',
    },
  );
  add(
    'project with a password for a picture.zip',
    project(undefined, { 'pictures/0/0.png': { lies: zipCrypto } }),
    {
      kind: 'project',
      pictures: 2,
      failures: ['encrypted'],
    },
  );
}

/**
 * As many files as are read at once. Each has 199 MB, packed as tightly as a picture could be, and
 * is no picture.
 */
export function manyBombs(): HostileArchive {
  const data = new Uint8Array(199e6);
  for (let at = 0; at < 650_000; at += 65_536) {
    crypto.getRandomValues(data.subarray(at, at + 65_536));
  }
  const stored = deflateRawSync(data, { level: 9 });
  const lies = { method: 8, crc: crc32(data), size: data.length };
  const bombs = Array.from({ length: 48 }, (_, i): Entry => {
    return { name: `bombs/${i}.jpg`, stored, lies };
  });
  return {
    name: 'many bombs.zip',
    bytes: zipOf(bombs),
    expected: { kind: 'folders', readable: 0, unreadable: 48 },
  };
}

function addBombs(add: Add): void {
  const gigabyte = zeros(1024);
  const bomb = (name: string, lies: Partial<Fields>): Entry => ({
    name,
    stored: gigabyte,
    lies: { method: 8, ...lies },
  });
  add('gigabyte.zip', zipOf([...GOOD, bomb('cats/3.png', { size: 2 ** 30 })]), {
    kind: 'folders',
    readable: 2,
    failures: ['too-large'],
  });
  add('gigabyte that says 100 bytes.zip', zipOf([...GOOD, bomb('cats/3.png', { size: 100 })]), {
    kind: 'folders',
    readable: 2,
    unreadable: 1,
  });
  add('gigabyte that says 100 MB.zip', zipOf([...GOOD, bomb('cats/3.png', { size: 1e8 })]), {
    kind: 'folders',
    readable: 2,
    unreadable: 1,
  });
  add('gigabyte as a manifest.zip', zipOf([...GOOD, bomb('manifest.json', { size: 1000 })]), {
    error: 'damaged',
  });
  add(
    'gigabyte as a project picture.zip',
    project(undefined, { 'pictures/0/0.png': bomb('pictures/0/0.png', { size: 4e6 }) }),
    {
      kind: 'project',
      pictures: 2,
      failures: ['damaged'],
    },
  );
  add(
    'gigabyte as features.zip',
    project(undefined, { 'features/a.f32': bomb('features/a.f32', { size: 48 }) }),
    NO_FEATURES,
  );
  add(
    'gigabyte as measurements.zip',
    measuredProject(undefined, bomb('measurements.json', { size: 1000 })),
    NO_MEASUREMENTS,
  );
  add(
    'gigabyte as a head.zip',
    project(undefined, { 'head.f32': bomb('head.f32', { size: 40 }) }),
    NO_RUN,
  );

  const shared = { offset: 0 };
  add(
    'one picture listed often.zip',
    zipOf([
      picture('a/0.png'),
      ...Array.from({ length: 50 }, (_, i) => ({ ...picture(`a/${i}.png`), lies: shared })),
    ]),
    {
      error: 'damaged',
    },
  );
  add(
    'overlapping.zip',
    zipOf([
      { ...picture('a/1.png'), lies: { compressed: 200, size: 200 } },
      picture('a/2.png'),
      picture('a/3.png'),
    ]),
    {
      error: 'damaged',
    },
  );
  add(
    'zip of zips of zips.zip',
    zipOf([
      {
        name: '0.zip',
        data: zipOf([{ name: '1.zip', data: zipOf([bomb('2.png', { size: 2 ** 30 })]) }]),
      },
    ]),
    {
      error: 'nothing-inside',
    },
  );
  add(
    'too many.zip',
    zipOf(
      Array.from({ length: 66_000 }, (_, i) => ({ name: `${i}.png` })),
      { before: zip64End(66_000) },
    ),
    {
      error: 'too-large',
    },
  );
  add('more than it counts.zip', zipOf([...GOOD, picture('cats/3.png')], { count: 2 }), {
    kind: 'folders',
    readable: 2,
  });
  add('fewer than it counts.zip', zipOf(GOOD, { count: 3 }), { error: 'damaged' });
}

/** The end record of Zip64 and the pointer to it. */
function zip64End(
  count: number,
  lies: { offset?: bigint; size?: bigint } = {},
): NonNullable<Ending['before']> {
  return ({ directory, size, end }) =>
    join(
      record([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count]),
      record([8, lies.size ?? size], [8, lies.offset ?? directory]),
      record([4, 0x07064b50], [4, 0], [8, end], [4, 1]),
    );
}

function addZip64(add: Add): void {
  const extra = (...values: bigint[]) =>
    join(record([2, 1], [2, 8 * values.length]), ...values.map((value) => record([8, value])));
  const absurd = (name: string, values: bigint[], expected: Expected) =>
    add(
      name,
      zipOf([
        ...GOOD,
        {
          ...picture('cats/3.png', 3),
          lies: { size: 0xffffffff, compressed: 0xffffffff, extra: extra(...values) },
        },
      ]),
      expected,
    );
  absurd('exabytes.zip', [2n ** 60n, 100n], { error: 'damaged' });
  absurd('exabytes compressed.zip', [100n, 2n ** 60n], { error: 'damaged' });
  absurd('all bits set.zip', [2n ** 64n - 1n, 2n ** 64n - 1n], { error: 'damaged' });
  absurd('petabytes.zip', [2n ** 50n, 100n], {
    kind: 'folders',
    readable: 2,
    failures: ['too-large'],
  });
  absurd('no sizes.zip', [], { kind: 'folders', readable: 2, failures: ['unsupported'] });
  const ends = { count: 0xffff, directorySize: 0xffffffff, directoryOffset: 0xffffffff };
  add('zip64.zip', zipOf(GOOD, { ...ends, before: zip64End(2) }), { kind: 'folders', readable: 2 });
  add('zip64 without its end.zip', zipOf(GOOD, ends), { error: 'damaged' });
  add(
    'zip64 that points nowhere.zip',
    zipOf(GOOD, { ...ends, before: zip64End(2, { offset: 2n ** 62n }) }),
    { error: 'damaged' },
  );
  add(
    'zip64 with a list of terabytes.zip',
    zipOf(GOOD, { ...ends, before: zip64End(2, { size: 2n ** 40n }) }),
    { error: 'too-large' },
  );
  add('list behind the end.zip', zipOf(GOOD, { directoryOffset: 0x7fffffff }), {
    kind: 'folders',
    readable: 2,
  });
}

function addComments(add: Add): void {
  const fine: Expected = { kind: 'folders', readable: 2 };
  add('comment.zip', zipOf(GOOD, { comment: utf8('hello') }), fine);
  add('comment with a signature.zip', zipOf(GOOD, { comment: latin('PK\x05\x06 and more') }), fine);
  add(
    'comment of 65,535 letters.zip',
    zipOf(GOOD, { comment: new Uint8Array(0xffff).fill(65) }),
    fine,
  );
  add('comment longer than it says.zip', zipOf(GOOD, { after: utf8('hello') }), fine);
  add('tail of 100 kB.zip', zipOf(GOOD, { after: new Uint8Array(100_000).fill(65) }), {
    error: 'damaged',
  });
  const other = good();
  // The comment is itself a zip. Readers differ on which of the two ends counts.
  add('two ends.zip', zipOf(GOOD, { comment: other.slice(-22) }), { error: 'damaged' });
}

function addManifests(add: Add): void {
  const bad: Expected = { error: 'bad-manifest' };
  const text = (name: string, manifest: string | Uint8Array) =>
    add(`manifest ${name}.zip`, zipOf([...GOOD, { name: 'manifest.json', data: manifest }]), bad);
  text('empty', '');
  text('half', JSON.stringify(aManifest()).slice(0, 300));
  text('NaN', '{"format":"apprentice-project","version":NaN}');
  text('not UTF-8', latin('{"format":"\xff\xfe"}'));
  text('page', '<!doctype html>');
  const elsewhere = (name: string, manifest: string) =>
    add(
      `manifest of something else ${name}.zip`,
      zipOf([...GOOD, { name: 'manifest.json', data: manifest }]),
      {
        kind: 'folders',
        readable: 3,
      },
    );
  elsewhere('null', 'null');
  elsewhere('number', '1e999');
  elsewhere('list', '[1,2]');
  elsewhere('app', '{"name":"a web app","icons":[]}');
  elsewhere('deep', `${'['.repeat(50_000)}${']'.repeat(50_000)}`);

  for (const version of ['1', 0, -1, 1.5, null, [1], {}]) {
    add(
      `version ${JSON.stringify(version)}.zip`,
      project((all) => set(all, 'version', version)),
      bad,
    );
  }
  add(
    'version 2.zip',
    project((all) => set(all, 'version', 2)),
    { error: 'newer-version' },
  );
  add(
    'version 1e9.zip',
    project((all) => set(all, 'version', 1e9)),
    { error: 'newer-version' },
  );

  const wrong: Record<string, (all: AManifest) => unknown> = {
    'no project': (all) => Reflect.deleteProperty(all, 'project'),
    'no classes': (all) => Reflect.deleteProperty(all, 'classes'),
    'no samples': (all) => Reflect.deleteProperty(all, 'samples'),
    'project is a list': (all) => set(all, 'project', []),
    'name is a number': (all) => set(all.project, 'name', 7),
    'classes is text': (all) => set(all, 'classes', 'cats'),
    'classes pretends': (all) => set(all, 'classes', { length: 1e9 }),
    'a class is null': (all) => set(all.classes, '0', null),
    'a class name is an object': (all) => set(all.classes[0] ?? {}, 'name', { toString: 'x' }),
    'a class has no name': (all) => Reflect.deleteProperty(all.classes[0] ?? {}, 'name'),
    'a name of 150 kB': (all) => set(all.classes[0] ?? {}, 'name', 'x'.repeat(150_000)),
    'too many classes': (all) =>
      set(
        all,
        'classes',
        Array.from({ length: 1001 }, () => all.classes[0]),
      ),
    'samples pretends': (all) => set(all, 'samples', { length: 1e9, 0: {} }),
    'too many samples': (all) =>
      set(
        all,
        'samples',
        Array.from({ length: 70_000 }, () => 0),
      ),
    'a sample is a number': (all) => set(all.samples, '1', 1e9),
    'a class that is not there': (all) => set(all.samples[0] ?? {}, 'class', 2),
    'a class below none': (all) => set(all.samples[0] ?? {}, 'class', -1),
    'a class of a half': (all) => set(all.samples[0] ?? {}, 'class', 0.5),
    'a class by name': (all) => set(all.samples[0] ?? {}, 'class', '__proto__'),
    'a date that is none': (all) => set(all.samples[0] ?? {}, 'createdAt', null),
    'a date past all dates': (all) => set(all.samples[0] ?? {}, 'createdAt', 1e300),
    'an unknown source': (all) => set(all.samples[0] ?? {}, 'source', 'constructor'),
    'one picture for two samples': (all) => set(all.samples[0] ?? {}, 'file', 'pictures/0/1.png'),
    'a path that is a list': (all) => set(all.samples[0] ?? {}, 'file', ['pictures/0/1.png']),
    'features is text': (all) => set(all, 'features', 'x'),
  };
  for (const [name, change] of Object.entries(wrong)) add(`${name}.zip`, project(change), bad);
  add(
    'a date without end.zip',
    zipOf(
      projectEntries(
        JSON.stringify(aManifest()).replace('"createdAt":1700000000000', '"createdAt":1e999'),
      ),
    ),
    bad,
  );
  add(
    'two manifests.zip',
    zipOf([...projectEntries(aManifest()), { name: 'manifest.json', data: '{}' }]),
    bad,
  );
  add(
    'manifest of 70 MB.zip',
    zipOf([...GOOD, { name: 'manifest.json', data: new Uint8Array(7e7).fill(32) }]),
    { error: 'too-large' },
  );

  add('project.zip', project(), WHOLE_PROJECT);
  add(
    'project packed again.zip',
    zipOf(projectEntries(aManifest()).map((entry) => ({ ...entry, name: `Pets/${entry.name}` }))),
    WHOLE_PROJECT,
  );
  add(
    'unknown fields.zip',
    project((all) => set(all, 'future', { deep: [1] })),
    WHOLE_PROJECT,
  );
  add(
    'proto in the manifest.zip',
    zipOf(
      projectEntries(
        JSON.stringify(aManifest()).replace(
          '{',
          '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
        ),
      ),
    ),
    WHOLE_PROJECT,
  );
  add(
    'proto in the settings.zip',
    zipOf(
      projectEntries(
        JSON.stringify(aManifest()).replace(
          '"live":true',
          '"live":"yes","__proto__":{"live":true,"polluted":true},"train":{"epochs":-5}',
        ),
      ),
    ),
    WHOLE_PROJECT,
  );
  add(
    'classes called proto.zip',
    project((all) => all.classes.map((row) => set(row, 'name', '__proto__'))),
    WHOLE_PROJECT,
  );
  add(
    'names with overrides.zip',
    project((all) => set(all.samples[0] ?? {}, 'name', `\u202e\u0000${'x'.repeat(9000)}`)),
    WHOLE_PROJECT,
  );
  add(
    'a colour that is none.zip',
    project((all) => set(all.classes[0] ?? {}, 'colour', 99)),
    WHOLE_PROJECT,
  );
}

/** Measurements of the pets: a curve, and how far other pictures are. */
function someMeasurements() {
  const half = { right: 1, total: 2, low: 0.1, high: 0.9 };
  return {
    signatures: { all: '3-abc', learned: '3-abc' },
    curves: {
      fingerprint: '3-abc k 0.2 1',
      curves: {
        transfer: {
          points: [{ perClass: 1, draw: 0, right: 1 }],
          numbers: [1],
          total: 1,
          heldOut: 2,
          guessing: 0.5,
        },
      },
    },
    'two-questions': {
      fingerprint: '3-abc k 0.2 1',
      weight: 0.5,
      first: {
        together: { ...half, confusion: [[1]] },
        apart: { ...half, confusion: [[1]] },
      },
      second: {
        together: { ...half, confusion: [[1]] },
        apart: { ...half, confusion: [[1]] },
      },
    },
    domain: {
      fingerprint: '3-abc k 1',
      of: 'files',
      auc: 0.5,
      low: 0.4,
      high: 0.6,
      mmd: -0.001,
      from: { own: 3, other: 4, folds: 2 },
    },
  };
}

type Measured = ReturnType<typeof someMeasurements>;

function measuredProject(
  change: (measured: Measured) => unknown = () => undefined,
  entry: Partial<Entry> = {},
  named: unknown = { file: 'measurements.json' },
): Uint8Array<ArrayBuffer> {
  const manifest = aManifest();
  set(manifest, 'measurements', named);
  const measured = someMeasurements();
  change(measured);
  const file = { name: 'measurements.json', data: JSON.stringify(measured), deflate: true };
  return zipOf([...projectEntries(manifest), { ...file, ...entry }]);
}

function addMeasurements(add: Add) {
  add('measurements.zip', measuredProject(), WHOLE_PROJECT);
  add(
    'measurements of a later kind.zip',
    measuredProject((it) => set(it, 'new', [1])),
    {
      ...WHOLE_PROJECT,
    },
  );
  const changes: Record<string, (measured: Measured) => unknown> = {
    'a curve of words': ({ curves }) => set(curves.curves.transfer, 'points', 'many'),
    'a curve of more than was held out': ({ curves }) =>
      set(curves.curves.transfer, 'guessing', 1.5),
    'a curve of another way': ({ curves }) => set(curves.curves, 'transfer', { points: [] }),
    'a fingerprint of a megabyte': ({ curves }) => set(curves, 'fingerprint', 'x'.repeat(1e6)),
    'a polluting measurement': (it) =>
      set(it, 'curves', JSON.parse('{"__proto__": {"polluted": true}}')),
    'a question with an uneven table': (it) =>
      set(it['two-questions'].first.apart, 'confusion', [[1, 2]]),
    'answers without probabilities': (it) =>
      set(it['two-questions'].first.apart, 'answers', {
        samples: [0],
        labels: [0],
        probabilities: [],
      }),
    'a distance beyond all': ({ domain }) => set(domain, 'auc', 7),
    'a strategy without anything': (it) => set(it, 'strategies', [{}]),
    'strategies that are none': (it) => set(it, 'strategies', { frozen: 1 }),
    'advice without backbones': (it) => set(it, 'adviser', { fingerprint: '', specs: [] }),
  };
  for (const [name, change] of Object.entries(changes)) {
    add(`${name}.zip`, measuredProject(change), NO_MEASUREMENTS);
  }
  add(
    'measurements elsewhere.zip',
    measuredProject(undefined, {}, { file: '../x.json' }),
    NO_MEASUREMENTS,
  );
  add('measurements nowhere.zip', measuredProject(undefined, {}, [1]), NO_MEASUREMENTS);
  add(
    'measurements that are not JSON.zip',
    measuredProject(undefined, { data: '{"a": ' }),
    NO_MEASUREMENTS,
  );
  add(
    'measurements that are a number.zip',
    measuredProject(undefined, { data: '7' }),
    NO_MEASUREMENTS,
  );
  add(
    'measurements with a wrong checksum.zip',
    measuredProject(undefined, { lies: { crc: 1 } }),
    NO_MEASUREMENTS,
  );
}

function addNumbers(add: Add): void {
  const features: Record<string, (all: AManifest) => unknown> = {
    'features of another size': (all) => set(all.features[0] ?? {}, 'size', 5),
    'features without a file': (all) => set(all.features[0] ?? {}, 'file', 'features/b.f32'),
    'features of some pictures': (all) => set(all.features[0] ?? {}, 'samples', [0, 1]),
  };
  for (const [name, change] of Object.entries(features))
    add(`${name}.zip`, project(change), NO_FEATURES);
  const unreadable: Record<string, (all: AManifest) => unknown> = {
    'features of size 0': (all) => set(all.features[0] ?? {}, 'size', 0),
    'features of size 1e9': (all) => set(all.features[0] ?? {}, 'size', 1e9),
    'features of proto': (all) => set(all.features[0] ?? {}, 'key', '__proto__ \u0000'),
    'features of pictures that are not there': (all) =>
      set(all.features[0] ?? {}, 'samples', [0, 1, 3]),
    'features of one picture thrice': (all) => set(all.features[0] ?? {}, 'samples', [0, 0, 0]),
    'features of null': (all) => set(all.features, '0', null),
  };
  for (const [name, change] of Object.entries(unreadable))
    add(`${name}.zip`, project(change), NO_FEATURES);
  const filled = (name: string, data: Uint8Array) =>
    add(`${name}.zip`, project(undefined, { 'features/a.f32': { data } }), NO_FEATURES);
  filled('features cut', floats(11));
  filled('features of half numbers', floats(12).slice(0, 47));
  filled('features with NaN', floats(12, Number.NaN));
  filled('features without end', floats(12, Number.POSITIVE_INFINITY));
  add(
    'features with a wrong checksum.zip',
    project(undefined, { 'features/a.f32': { lies: { crc: 1 } } }),
    NO_FEATURES,
  );
  add(
    'no features.zip',
    project((all) => Reflect.deleteProperty(all, 'features')),
    WHOLE_PROJECT,
  );

  const run: Record<string, (all: AManifest) => unknown> = {
    'run is text': (all) => set(all, 'run', 'x'),
    'head without layers': ({ run }) => set(run.head, 'layers', []),
    'head that does not fit the features': ({ run }) => set(run.head, 'featureSize', 5),
    'head whose layers do not follow': ({ run }) =>
      set(run.head, 'layers', [
        { inputs: 4, outputs: 3, activation: 'relu' },
        { inputs: 2, outputs: 2, activation: 'linear' },
      ]),
    'head with more outputs than classes': ({ run }) => set(run.head.layers[0] ?? {}, 'outputs', 3),
    'head of 1e9': ({ run }) => set(run.head.layers[0] ?? {}, 'inputs', 1e9),
    'head with an unknown activation': ({ run }) =>
      set(run.head.layers[0] ?? {}, 'activation', 'eval'),
    'head of a class that is not there': ({ run }) => set(run.classes[0] ?? {}, 'class', 7),
    'head of one class twice': ({ run }) => set(run.classes[0] ?? {}, 'class', 1),
    'head without a file': ({ run }) => set(run.head, 'file', 'nowhere.f32'),
    'head that is a picture': ({ run }) => set(run.head, 'file', 'pictures/0/0.png'),
    'split of pictures that are not there': ({ run }) => set(run.result.split, 'train', [99]),
    'split is a number': ({ run }) => set(run.result.split, 'train', 1e9),
    'confusion of another size': ({ run }) => set(run.result.validation, 'confusion', [[1]]),
    'more right than asked': ({ run }) => set(run.result.validation, 'right', 5),
    'accuracy above one': ({ run }) => set(run.history[0] ?? {}, 'trainAccuracy', 2),
    'settings that are none': ({ run }) => set(run.settings, 'epochs', -1),
    'answers without end': ({ run }) =>
      set(run.result.validation, 'answers', {
        samples: { length: 1e9 },
        labels: [],
        probabilities: [],
      }),
    'answers of pictures that are not there': ({ run }) =>
      set(run.result.validation, 'answers', {
        samples: [9],
        labels: [0],
        probabilities: [0.5, 0.5],
      }),
    'answers of another size': ({ run }) =>
      set(run.result.validation, 'answers', { samples: [0], labels: [0], probabilities: [1] }),
    'answers of no probability': ({ run }) =>
      set(run.result.validation, 'answers', {
        samples: [0],
        labels: [0],
        probabilities: [null, 1e9],
      }),
    'familiarity without a file': ({ run }) =>
      set(run.head, 'familiarity', { file: 'x', heldOut: [1] }),
    'familiarity of another size': ({ run }) =>
      set(run.head, 'familiarity', { file: 'features/a.f32', heldOut: [1] }),
    'temperature of nothing': ({ run }) => set(run.head, 'temperature', 0),
    'an unknown end': ({ run }) => set(run.result, 'ended', '__proto__'),
  };
  for (const [name, change] of Object.entries(run)) add(`${name}.zip`, project(change), NO_RUN);
  add('head cut.zip', project(undefined, { 'head.f32': { data: floats(9) } }), NO_RUN);
  add(
    'head of NaN.zip',
    project(undefined, { 'head.f32': { data: floats(10, Number.NaN) } }),
    NO_RUN,
  );
  add(
    'head with a wrong checksum.zip',
    project(undefined, { 'head.f32': { lies: { crc: 1 } } }),
    NO_RUN,
  );
  add(
    'no run.zip',
    project((all) => Reflect.deleteProperty(all, 'run')),
    WHOLE_PROJECT,
  );
  add(
    'a class that is gone since.zip',
    project(({ run }) => set(run.classes[0] ?? {}, 'class', -1)),
    WHOLE_PROJECT,
  );
}

function addPictures(add: Add): void {
  const one = (name: string, change: Partial<Entry> | null, reason: EntryFailureReason) =>
    add(`${name}.zip`, project(undefined, { 'pictures/0/0.png': change }), {
      kind: 'project',
      pictures: 2,
      failures: [reason],
    });
  one('picture that is missing', null, 'missing');
  one('picture of no bytes', { data: NOTHING }, 'picture');
  one('picture that is text', { data: 'hello' }, 'picture');
  one(
    'picture with a script',
    { data: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' },
    'picture',
  );
  one('picture that is a zip', { data: good() }, 'picture');
  one('picture of 60,000 pixels', { data: pngWith(60_000, 60_000, NOTHING) }, 'picture');
  one('picture of 6 MB', { data: new Uint8Array(6e6).fill(7) }, 'too-large');
  one('picture with a wrong checksum', { lies: { crc: 1 } }, 'damaged');
  one('picture on another path', { name: '../0.png' }, 'missing');
  add(
    'picture listed by a path that leads out.zip',
    project((all) => set(all.samples[0] ?? {}, 'file', '../../etc/passwd')),
    {
      kind: 'project',
      pictures: 2,
      failures: ['missing'],
    },
  );
  add(
    'picture listed as toString.zip',
    project((all) => set(all.samples[0] ?? {}, 'file', 'toString')),
    {
      kind: 'project',
      pictures: 2,
      failures: ['missing'],
    },
  );
  add(
    'picture on one path twice.zip',
    zipOf([...projectEntries(aManifest()), picture('pictures/0/0.png', 99)]),
    {
      kind: 'project',
      pictures: 2,
      failures: ['duplicate-name'],
    },
  );
  add(
    'no picture at all.zip',
    zipOf([{ name: 'manifest.json', data: JSON.stringify(aManifest()) }]),
    {
      kind: 'project',
      pictures: 0,
      failures: ['missing', 'missing', 'missing'],
      notes: ['features-left-out', 'run-left-out'],
    },
  );
}

function addTeachableMachine(add: Add): void {
  const manifest = (type: unknown) =>
    JSON.stringify({
      type,
      version: '2.4.7',
      appdata: {
        publishResults: {},
        trainEpochs: 50,
        trainBatchSize: 16,
        trainLearningRate: 0.001,
      },
    });
  const samples = [
    picture('Cats-!-0.jpg', 1),
    picture('Cats-!-1.jpg', 2),
    picture('Dogs-!-0.jpg', 3),
  ];
  const theirs: Expected = { kind: 'teachable-machine', readable: 3, folders: ['Cats', 'Dogs'] };
  add(
    'project.tm',
    zipOf([...samples, { name: 'manifest.json', data: manifest('image') }]),
    theirs,
  );
  add('without a manifest.tm', zipOf(samples), theirs);
  add(
    'manifest with odd types.tm',
    zipOf([...samples, { name: 'manifest.json', data: '{"type":7,"appdata":null}' }]),
    theirs,
  );
  add(
    'sounds.tm',
    zipOf([
      { name: 'Noise-!-0.json', data: '{}' },
      { name: 'manifest.json', data: manifest('audio') },
    ]),
    { error: 'nothing-inside' },
  );
  add(
    'odd names.tm',
    zipOf([
      picture('__proto__-!-0.jpg'),
      picture('\u202eCa\u0000ts-!--!-0.jpg', 2),
      picture('-!-0.jpg', 3),
    ]),
    {
      kind: 'teachable-machine',
      readable: 3,
      folders: ['__proto__', 'Cats-!-'],
    },
  );
  add('path that leads out.tm', zipOf([...samples, picture('../Cats-!-9.jpg', 9)]), {
    ...theirs,
    failures: ['unsafe-path'],
  });
}
