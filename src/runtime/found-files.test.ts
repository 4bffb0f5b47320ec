import { describe, expect, it } from 'vitest';
import {
  filesFromClipboard,
  filesFromList,
  filesFromTransfer,
  type PickedFiles,
} from './found-files';

type Tree = { [name: string]: Tree | 'file' | 'unreadable' };

function entry(path: string, node: Tree[string]): FileSystemEntry {
  const name = path.split('/').at(-1) ?? '';
  const base = { name, fullPath: path, isFile: typeof node === 'string' };
  if (typeof node === 'string') {
    const file = (give: (file: File) => void, fail: (error: Error) => void) =>
      node === 'file' ? give(new File(['x'], name)) : fail(new Error('no'));
    return { ...base, isDirectory: false, file } as unknown as FileSystemEntry;
  }
  const children = Object.entries(node).map(([child, its]) => entry(`${path}/${child}`, its));
  const createReader = () => {
    const left = [...children];
    // Chromium gives a hundred at a time; two will do here.
    return { readEntries: (give: (some: FileSystemEntry[]) => void) => give(left.splice(0, 2)) };
  };
  return { ...base, isDirectory: true, createReader } as unknown as FileSystemEntry;
}

/** As browsers do it: empty once the event is over. */
function transfer(tree: Tree): { data: DataTransfer; over(): void } {
  const items = Object.entries(tree).map(([name, node]) => ({
    kind: 'file',
    webkitGetAsEntry: () => entry(`/${name}`, node),
    getAsFile: () => new File(['x'], name),
  }));
  const text = { kind: 'string', webkitGetAsEntry: () => null, getAsFile: () => null };
  const all = [text, ...items];
  return { data: { items: all } as unknown as DataTransfer, over: () => all.splice(0) };
}

async function drop(tree: Tree): Promise<PickedFiles> {
  const { data, over } = transfer(tree);
  const picked = filesFromTransfer(data);
  over();
  return picked;
}

const shown = ({ files }: PickedFiles) =>
  files.map(({ file, path }) => {
    const folder = path.split('/').at(-2);
    return folder === undefined ? file.name : `${folder}: ${file.name}`;
  });

describe('a drop', () => {
  it('of files, in natural order', async () => {
    expect(shown(await drop({ '10.jpg': 'file', '2.jpg': 'file', '1.jpg': 'file' }))).toEqual([
      '1.jpg',
      '2.jpg',
      '10.jpg',
    ]);
  });

  it('of a folder with subfolders: each names its own', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 7 }, (_, i) => [`${i}.jpg`, 'file'] as const),
    );
    const picked = await drop({ photos: { bees: { 'b.jpg': 'file' }, ants: many } });
    expect(shown(picked)).toEqual([
      ...Array.from({ length: 7 }, (_, i) => `ants: ${i}.jpg`),
      'bees: b.jpg',
    ]);
  });

  it('of a folder with pictures right in it, beside a file', async () => {
    expect(shown(await drop({ ants: { 'a.jpg': 'file' }, 'z.jpg': 'file' }))).toEqual([
      'ants: a.jpg',
      'z.jpg',
    ]);
  });

  it('passes over what systems leave behind', async () => {
    const picked = await drop({
      '.DS_Store': 'file',
      ants: { 'Thumbs.db': 'file', '.git': { config: 'file' }, 'a.jpg': 'file' },
      __MACOSX: { '._a.jpg': 'file' },
    });
    expect(shown(picked)).toEqual(['ants: a.jpg']);
  });

  it('lists what could not be read, and takes the rest', async () => {
    const picked = await drop({ ants: { 'a.jpg': 'unreadable', 'b.jpg': 'file' } });
    expect(shown(picked)).toEqual(['ants: b.jpg']);
    expect(picked.unreadable).toEqual(['ants/a.jpg']);
  });
});

describe('names', () => {
  it.each([
    ['holiday\u202egnp.exe', 'holiday\ufffdgnp.exe'],
    ['new\r\nline\0.png', 'new\ufffd\ufffdline\ufffd.png'],
    ['half\ud83d.png', 'half\ufffd.png'],
    ['', '\ufffd'],
    ['  ', '\ufffd'],
  ])('%j is shown and kept as %j', async (name, harmless) => {
    const file = new File(['bytes'], name, { type: 'image/png', lastModified: 7 });
    const [picked] = filesFromList([file]).files;
    expect(picked?.file.name).toBe(harmless);
    expect(picked?.file).toMatchObject({ type: 'image/png', lastModified: 7 });
    expect(await picked?.file.text()).toBe('bytes');
  });

  it.each(['🦊👩‍👩‍👧.png', 'مرحبا.png', '<b>.png', '__proto__', 'e\u0301.png'])(
    '%s stays',
    (name) => {
      const file = new File([], name);
      expect(filesFromList([file]).files[0]?.file).toBe(file);
    },
  );

  it('of folders and of what could not be read, too', async () => {
    const picked = await drop({
      photos: { 'a\u202eb': { '1.png': 'file', '2\n.png': 'unreadable' } },
    });
    expect(shown(picked)).toEqual(['a\ufffdb: 1.png']);
    expect(picked.unreadable).toEqual(['photos/a\ufffdb/2\ufffd.png']);
  });

  it('that look like paths lead nowhere, and do not hide the file', async () => {
    expect(shown(await drop({ '../../x.png': 'file' }))).toEqual(['../../x.png']);
    expect(shown(filesFromList([new File([], '/etc/x.png')]))).toEqual(['/etc/x.png']);
  });
});

it('a chosen folder', () => {
  const chosen = ['photos/bees/b.jpg', 'photos/ants/a.jpg', 'photos/.DS_Store'].map((path) =>
    Object.assign(new File(['x'], path.split('/').at(-1) ?? ''), { webkitRelativePath: path }),
  );
  expect(shown(filesFromList(chosen))).toEqual(['ants: a.jpg', 'bees: b.jpg']);
});

it('chosen files', () => {
  expect(shown(filesFromList([new File([], 'b'), new File([], 'a')]))).toEqual(['a', 'b']);
});

it('the clipboard', async () => {
  const item = (types: string[]) => ({
    types,
    getType: async (type: string) => new Blob(['x'], { type }),
  });
  const items = [item(['text/plain']), item(['text/html', 'image/png'])];
  const { files } = await filesFromClipboard(items as unknown as ClipboardItem[]);
  expect(files.map(({ file }) => [file.name, file.type])).toEqual([['png 1', 'image/png']]);
});
