// `npm run lighthouse [-- --mobile]`: prints Lighthouse's scores for the built page, and fails
// below 95 of 100.
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import lighthouse, { desktopConfig } from 'lighthouse';
import { freePort } from '../bench/free-port';
import { serve } from '../bench/server';
import { browserOptions } from '../e2e/browser';
import { headers } from './page-security';

const LEAST = 0.95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];

const { values } = parseArgs({ options: { mobile: { type: 'boolean', default: false } } });

const server = await serve({ '/': 'dist' }, headers, { compress: true });
const port = await freePort();
const { args = [], ...options } = browserOptions();
const browser = await chromium.launch({
  ...options,
  args: [...args, `--remote-debugging-port=${port}`],
});
try {
  const run = await lighthouse(
    server.url,
    { port, onlyCategories: CATEGORIES, output: 'json', logLevel: 'error' },
    values.mobile ? undefined : desktopConfig,
  );
  if (!run) throw new Error('Lighthouse gave no report');
  for (const { id, score, auditRefs } of Object.values(run.lhr.categories)) {
    console.log(`${id}: ${Math.round((score ?? 0) * 100)}`);
    if ((score ?? 0) < LEAST) process.exitCode = 1;
    for (const { id: audit, weight } of auditRefs) {
      const { score: one, title, displayValue = '' } = run.lhr.audits[audit] ?? {};
      if (weight > 0 && typeof one === 'number' && one < 1) {
        console.log(`  ${Math.round(one * 100)} ${title} ${displayValue}`);
      }
    }
  }
} finally {
  await browser.close();
  server.close();
}
