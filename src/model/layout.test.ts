import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FoundFile, readLayout } from './layout';

const file = (path: string): FoundFile => ({ path, isPicture: /\.(jpg|png)$/.test(path) });
const table = (path: string, text: string): FoundFile => ({ path, isPicture: false, table: text });

/** Each picture's class, with a star on those for testing. */
function read(...found: (string | FoundFile)[]) {
  const files = found.map((each) => (typeof each === 'string' ? file(each) : each));
  return files.flatMap(({ path, isPicture }, i) => {
    const place = readLayout(files).places[i];
    if (!isPicture) return [];
    if (place === undefined || place === 'unlabelled') return [`${path}: ${place}`];
    return [`${path.split('/').at(-1)}: ${place.className ?? '-'}${place.test ? '*' : ''}`];
  });
}

describe('folders', () => {
  it('name classes by those that hold pictures', () => {
    expect(
      read('flowers/LICENSE', 'flowers/notes/a.docx', 'flowers/daisy/1.jpg', 'flowers/rose/2.jpg'),
    ).toEqual(['1.jpg: daisy', '2.jpg: rose']);
  });

  it.each([
    ['x/train/A/1.jpg', 'x/train/B/2.jpg', 'x/val/A/3.jpg', 'x/TEST/B/4.jpg'],
    ['Training_Set/A/1.jpg', 'Training_Set/B/2.jpg', 'valid/A/3.jpg', 'testing/B/4.jpg'],
    ['x/A/train/1.jpg', 'x/B/train/2.jpg', 'x/A/test/3.jpg', 'x/B/validation/4.jpg'],
    [
      'seg_train/seg_train/A/1.jpg',
      'seg_train/seg_train/B/2.jpg',
      'seg_test/seg_test/A/3.jpg',
      'seg_test/seg_test/B/4.jpg',
    ],
    ['训练集/A/1.jpg', '训练集/B/2.jpg', '测试集/A/3.jpg', '验证集/B/4.jpg'],
    [
      'x/train/A/images/1.jpg',
      'x/train/B/images/2.jpg',
      'x/test/A/images/3.jpg',
      'x/test/B/images/4.jpg',
    ],
    [
      'x/images/train/A/1.jpg',
      'x/images/train/B/2.jpg',
      'x/images/test/A/3.jpg',
      'x/images/test/B/4.jpg',
    ],
  ])('say which pictures are for testing: %s', (...paths) => {
    expect(read(...paths)).toEqual(['1.jpg: A', '2.jpg: B', '3.jpg: A*', '4.jpg: B*']);
  });

  it('say so where all are for testing', () => {
    expect(read('test/A/1.jpg', 'test/B/2.jpg')).toEqual(['1.jpg: A*', '2.jpg: B*']);
  });

  it('say so of one class, or of none', () => {
    expect(read('cats/train/1.jpg', 'cats/test/2.jpg')).toEqual(['1.jpg: cats', '2.jpg: cats*']);
    expect(read('train/1.jpg', 'test/2.jpg')).toEqual(['1.jpg: -', '2.jpg: -*']);
  });

  it('are classes where the word stands for a thing', () => {
    expect(read('x/train/1.jpg', 'x/car/2.jpg')).toEqual(['1.jpg: train', '2.jpg: car']);
    expect(read('x/train/steam/1.jpg', 'x/car/red/2.jpg')).toEqual(['1.jpg: steam', '2.jpg: red']);
    expect(read('test/1.jpg')).toEqual(['1.jpg: test']);
  });

  it('leave out what is for testing and has no class', () => {
    expect(read('x/train/A/1.jpg', 'x/train/B/2.jpg', 'x/test/3.jpg')).toEqual([
      '1.jpg: A',
      '2.jpg: B',
      'x/test/3.jpg: unlabelled',
    ]);
  });

  it('below the level that varies name none', () => {
    expect(read('cats/2024/1.jpg', 'dogs/2024/2.jpg')).toEqual(['1.jpg: cats', '2.jpg: dogs']);
    expect(read('cats/images/1.jpg', 'dogs/2.jpg')).toEqual(['1.jpg: cats', '2.jpg: dogs']);
    expect(read('x/cats/1.jpg')).toEqual(['1.jpg: cats']);
  });

  it('and loose pictures: these have no class', () => {
    expect(read('1.jpg', 'cats/2.jpg')).toEqual(['1.jpg: -', '2.jpg: cats']);
  });
});

describe('file names', () => {
  const numbered = (...names: string[]) =>
    names.flatMap((name) => [1, 2].map((n) => name.replace('#', `${n}`)));

  it.each(['cat.#.jpg', 'cat_#.jpg', 'cat (#).jpg', 'cat#.jpg', 'cat-07-#.jpg'])('%s', (name) => {
    const paths = numbered(`train/${name}`, `train/${name.replace('cat', '狗')}`);
    const read = readLayout(paths.map(file));
    expect(read.places).toMatchObject(
      ['cat', 'cat', '狗', '狗'].map((className) => ({ className })),
    );
    expect(read.by).toBe('names');
  });

  it.each([
    ['IMG_#.jpg', 'DSC_#.jpg'],
    ['cat.#.jpg', 'other.jpg'],
    ['cat.#.jpg', 'cat-#.jpg'],
    ['a/cat.#.jpg', 'b/dog.#.jpg'],
  ])('name no classes: %s, %s', (...names) => {
    expect(readLayout(numbered(...names).map(file)).by).toBe('folders');
  });

  it('leave out what is for testing and has none', () => {
    const paths = [...numbered('train/cat.#.jpg', 'train/dog.#.jpg'), 'test1/1.jpg'];
    expect(readLayout(paths.map(file)).places.slice(3)).toEqual([
      { className: 'dog', test: false },
      'unlabelled',
    ]);
  });
});

describe('a table', () => {
  const pictures = ['x/a.jpg', 'x/b.jpg', 'x/c.jpg', 'x/d.jpg'];
  const labels = ['a.jpg: cat', 'b.jpg: dog', 'c.jpg: cat', 'd.jpg: dog'];

  it.each([
    'filename,label\na.jpg,cat\nb.jpg,dog\nc.jpg,cat\nd.jpg,dog\n',
    '\ufeffid;width;"class"\r\na;10;"cat"\r\nb;20;dog\r\nc;30;cat\r\nd;40;dog',
    'x/a.jpg\tcat\nx/b.jpg\tdog\nx/c.jpg\tcat\nx/d.jpg\tdog',
    'x\\a.jpg,cat\n./x/b.jpg,dog\nC.JPG,cat\nd.jpg,dog',
    'a.jpg cat\nb.jpg dog\nc.jpg cat\nd.jpg dog',
    'image,cat,dog\na,1,0\nb,0,1\nc,1.0,0.0\nd,0,1',
    '文件,标签\na.jpg,cat\nb.jpg,dog\nc.jpg,cat\nd.jpg,dog',
  ])('%j', (text) => {
    expect(read(...pictures, table('x/labels.csv', text))).toEqual(labels);
  });

  it('says what is for testing', () => {
    const text = 'file,label,split\na,cat,train\nb,dog,train\nc,cat,test\nd,dog,val';
    expect(read(...pictures, table('x/l.csv', text))).toEqual([
      'a.jpg: cat',
      'b.jpg: dog',
      'c.jpg: cat*',
      'd.jpg: dog*',
    ]);
  });

  it.each([
    ['leaves one out', 'file,label\na.jpg,cat\nb.jpg,dog\nc.jpg,cat'],
    ['gives two labels', 'file,label\na,cat\na,dog\nb,dog\nc,cat\nd,dog'],
    ['gives all the same', 'file,label\na,cat\nb,cat\nc,cat\nd,cat'],
    ['could mean two things', 'a,cat,x\nb,dog,x\nc,cat,y\nd,dog,y'],
    ['is about something else', 'name,price\nbread,3\nmilk,1'],
    ['is empty', ''],
  ])('is not used where it %s', (_, text) => {
    expect(readLayout([...pictures.map(file), table('x/l.csv', text)]).by).toBe('folders');
  });

  it('that only might have labels gives way to folders', () => {
    const text = 'a.jpg,big\nb.jpg,small\nc.jpg,big\nd.jpg,small';
    const paths = ['A/a.jpg', 'A/b.jpg', 'B/c.jpg', 'B/d.jpg'];
    expect(readLayout([...paths.map(file), table('l.csv', text)]).by).toBe('folders');
    const named = `file,label\n${text}`;
    expect(readLayout([...paths.map(file), table('l.csv', named)]).by).toBe('table');
  });
});

const part = fc.constantFrom(
  'train',
  'test',
  'val',
  'cats',
  'Dogs',
  'images',
  '2024',
  '',
  '.',
  '猫',
);
const name = fc.constantFrom('cat.1.jpg', 'cat.2.jpg', 'dog.1.jpg', 'dog.2.jpg', '1.png', 'x');
const anyFile = fc.tuple(fc.array(part, { maxLength: 4 }), name, fc.boolean()).map(
  ([parts, last, isPicture]): FoundFile => ({
    path: [...parts, last].join('/'),
    isPicture,
    table: isPicture ? undefined : 'file,label\ncat.1.jpg,a\ndog.1.jpg,b',
  }),
);

it('gives each picture one place, and nothing else any', () => {
  fc.assert(
    fc.property(fc.array(anyFile), (files) => {
      const { places } = readLayout(files);
      expect(places).toHaveLength(files.length);
      places.forEach((place, i) => {
        expect(place !== undefined).toBe(files[i]?.isPicture);
      });
    }),
  );
});

it('does not depend on the order', () => {
  const shuffled = fc
    .array(anyFile)
    .chain((files) =>
      fc.tuple(
        fc.constant(files),
        fc.shuffledSubarray([...files.keys()], { minLength: files.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([files, order]) => {
      const { places, by } = readLayout(files);
      const again = readLayout(order.flatMap((i) => files[i] ?? []));
      expect(again.by).toBe(by);
      expect(again.places).toEqual(order.map((i) => places[i]));
    }),
  );
});

it('leaves nothing to learn from out', () => {
  fc.assert(
    fc.property(fc.array(anyFile), (files) => {
      const { places } = readLayout(files);
      files.forEach(({ path }, i) => {
        if (places[i] === 'unlabelled') expect(path).toMatch(/test|val/);
      });
    }),
  );
});

it('keeps its reading when everything lies one folder deeper', () => {
  fc.assert(
    fc.property(fc.array(anyFile), (files) => {
      const plain = files.filter(({ path }) => path.includes('/') && !/^[/.]|\/\//.test(path));
      const places = ({ length }: FoundFile[], base: string) =>
        readLayout(plain.slice(0, length).map((each) => ({ ...each, path: base + each.path })))
          .places;
      expect(places(plain, 'further/above/')).toEqual(places(plain, 'above/'));
    }),
  );
});
