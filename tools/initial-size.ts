// Fails if the JavaScript that loads before the first paint exceeds its budget, gzipped.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 250_000;

const html = readFileSync('dist/index.html', 'utf8');
const files = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.js)"/g)].flatMap(
  ([, file]) => file ?? [],
);
if (files.length === 0) throw new Error('dist/index.html loads no script: was it built?');
const size = files.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${file}`)).length, 0);

console.log(`initial JavaScript: ${(size / 1000).toFixed(1)} kB gzipped in ${files.length} files`);
if (size > BUDGET) {
  console.error(`over the budget of ${BUDGET / 1000} kB`);
  process.exit(1);
}
