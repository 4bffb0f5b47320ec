// Reads tables that say which class each picture belongs to, such as labels.csv.
import { purposeOf } from './folder-words';

export interface LabelTable {
  /** By the picture's number among the paths. */
  rows: Map<number, { label: string; test: boolean | undefined }>;
  /** The table says of a column that it has labels. Otherwise its content tells. */
  named: boolean;
}

/** The extension of a file that may be such a table. */
export const TABLE = /\.(csv|tsv|txt)$/i;

const LABEL =
  /^(labels?|class|classes|class[_ ]?name|category|categories|species|breed|标签|类别|分类|类)$/;
const USE = /^(split|set|subset|partition|usage|data ?set|用途)$/;
const DELIMITERS = [',', ';', '\t'];

/** Undefined if the table says nothing about these pictures. */
export function readTable(text: string, paths: readonly string[]): LabelTable | undefined {
  const rows = cellsOf(text);
  const pictureOf = finder(paths);
  const width = Math.max(0, ...rows.slice(0, 100).map(({ length }) => length));
  const columns = Array.from({ length: width }, (_, i) => i);
  const matches = columns.map((i) => rows.filter((row) => pictureOf(row[i]) !== undefined).length);
  const most = Math.max(0, ...matches);
  if (most === 0) return undefined;
  const fileColumn = matches.indexOf(most);
  const [first = []] = rows;
  const header = pictureOf(first[fileColumn]) === undefined ? first : [];
  const body = rows.filter((row) => pictureOf(row[fileColumn]) !== undefined);
  const others = columns.filter((i) => i !== fileColumn);
  const headed = (pattern: RegExp) =>
    others.find((i) => pattern.test((header[i] ?? '').trim().toLowerCase()));
  const labelColumn = headed(LABEL);
  const useColumn = headed(USE);
  const labelOf =
    labelColumn === undefined
      ? byContent(
          body,
          others.filter((i) => i !== useColumn),
          header,
        )
      : (row: readonly string[]) => row[labelColumn];
  if (!labelOf) return undefined;
  const found: LabelTable['rows'] = new Map();
  for (const row of body) {
    const picture = pictureOf(row[fileColumn]);
    const label = labelOf(row)?.trim() ?? '';
    if (picture === undefined || label === '') continue;
    if ((found.get(picture)?.label ?? label) !== label) return undefined;
    const use = useColumn === undefined ? undefined : purposeOf(row[useColumn] ?? '');
    found.set(picture, { label, test: use && use === 'test' });
  }
  return { rows: found, named: labelColumn !== undefined };
}

/**
 * The label of a row: in the one column whose values repeat, or the head of the column with a 1.
 */
function byContent(
  body: readonly string[][],
  columns: readonly number[],
  header: readonly string[],
): ((row: readonly string[]) => string | undefined) | undefined {
  const isOne = (cell = '') => Number(cell.trim() || Number.NaN) === 1;
  const isBinary = (i: number) => body.every((row) => /^\s*[01](\.0*)?\s*$/.test(row[i] ?? ''));
  const marks = columns.filter((i) => (header[i] ?? '').trim() !== '' && isBinary(i));
  const marked = (row: readonly string[]) => marks.filter((i) => isOne(row[i]));
  if (marks.length > 1 && body.every((row) => marked(row).length === 1)) {
    return (row) => header[marked(row)[0] ?? -1];
  }
  const repeating = columns.filter((i) => {
    const values = new Set(body.map((row) => (row[i] ?? '').trim()));
    return !values.has('') && values.size > 1 && values.size <= body.length / 2;
  });
  const [only, another] = repeating;
  return only === undefined || another !== undefined ? undefined : (row) => row[only];
}

/** Finds a picture by the end of its path, with or without its extension. */
function finder(paths: readonly string[]): (cell: string | undefined) => number | undefined {
  const AMBIGUOUS = -1;
  const byEnd = new Map<string, number>();
  paths.forEach((path, picture) => {
    const parts = path.normalize('NFC').toLowerCase().split('/');
    for (let i = 0; i < parts.length; i++) {
      const end = parts.slice(i).join('/');
      for (const key of new Set([end, end.replace(/\.[^./]*$/, '')])) {
        byEnd.set(key, byEnd.has(key) ? AMBIGUOUS : picture);
      }
    }
  });
  return (cell = '') => {
    const key = cell.trim().normalize('NFC').toLowerCase().replaceAll('\\', '/');
    const found = byEnd.get(key.replace(/^(\.?\/)+/, ''));
    return found === AMBIGUOUS ? undefined : found;
  };
}

/** The rows of a table, by the delimiter that splits its first line most often. */
function cellsOf(text: string): string[][] {
  const [firstLine = ''] = text.split(/\r?\n|\r/, 1);
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  const most = DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best));
  const delimiter = count(most) > 1 ? most : ' ';
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = new RegExp(
    `("(?:[^"]|"")*"|[^${delimiter}\\r\\n]*)(${delimiter}|\\r\\n|\\n|\\r|$)`,
    'gy',
  );
  for (const [all, content = '', end] of text.replace(/^\ufeff/, '').matchAll(cell)) {
    if (all === '' && row.length === 0) break;
    row.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content);
    if (end === delimiter) continue;
    if (row.some((each) => each !== '')) rows.push(row);
    row = [];
    if (end === '') break;
  }
  return rows;
}
