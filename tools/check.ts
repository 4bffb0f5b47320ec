// `npm test`: runs every check, then prints all totals in one line. A check that is not a test
// suite counts as one.
import { exec, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { hasBrowser, hasShell } from '../e2e/browser';
import { isInstalled, OTHER_BROWSERS } from '../e2e/other-browsers/installed';

const REPORTS = 'node_modules/.cache/apprentice-check';
const UNIT_REPORT = `${REPORTS}/unit.json`;
const E2E_REPORT = `${REPORTS}/e2e.json`;

interface Totals {
  passed: number;
  failed: number;
}

function run(command: string, env: Record<string, string> = {}): Promise<boolean> {
  console.log(`\n▸ ${command}`);
  return new Promise((resolve) => {
    spawn(command, { shell: true, stdio: 'inherit', env: { ...process.env, ...env } })
      .once('error', () => resolve(false))
      .once('exit', (code) => resolve(code === 0));
  });
}

const one = (ok: boolean): Totals => (ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/** Runs checks that use one core each. The output of each is printed when it ends. */
const checkAtOnce = (commands: string[]): Promise<Totals[]> =>
  Promise.all(
    commands.map(
      (command) =>
        new Promise<Totals>((resolve) => {
          exec(command, { maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
            console.log(`\n▸ ${command}\n${stdout}${stderr}`.trimEnd());
            resolve(one(!error));
          });
        }),
    ),
  );

/**
 * A suite's own counts. A suite that failed without saying so, or that left no report, counts as a
 * failure.
 */
async function suite(
  command: string,
  file: string,
  read: (report: never) => Totals,
): Promise<Totals> {
  rmSync(file, { force: true });
  const ok = await run(command, { PLAYWRIGHT_JSON_OUTPUT_NAME: file, APPRENTICE_BUILT: '1' });
  try {
    const totals = read(JSON.parse(readFileSync(file, 'utf8')) as never);
    return ok || totals.failed > 0 ? totals : { ...totals, failed: 1 };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** Runs one of the projects in playwright.config.ts. */
const endToEnd = (project: string) =>
  suite(
    `npx playwright test --project=${project} --reporter=list,json`,
    E2E_REPORT,
    ({ stats }: { stats: { expected: number; unexpected: number; flaky: number } }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
    }),
  );

const isRoot = process.getuid?.() === 0;

const fromDebian = (packages: readonly string[]) =>
  `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/** Debian's chromium and its shell where this is root's machine, Playwright's own elsewhere. */
async function ensureBrowser(): Promise<Totals> {
  // Without the shell all tests pass as well, in twice the time.
  if (isRoot && !hasShell()) {
    await run(fromDebian(['chromium', 'chromium-headless-shell', 'fonts-noto-cjk']));
  } else if (!hasBrowser()) {
    await run('npx playwright install chromium');
  }
  return hasBrowser() ? { passed: 0, failed: 0 } : { passed: 0, failed: 1 };
}

/** What the last lines say was left out. */
const skipped: string[] = [];

/**
 * Debian's Firefox and WebKitGTK where this is root's machine. Elsewhere those that are there are
 * tested.
 */
async function ensureOtherBrowsers(): Promise<Totals> {
  const missing = OTHER_BROWSERS.filter((browser) => !isInstalled(browser));
  if (missing.length === 0) return { passed: 0, failed: 0 };
  const install = fromDebian(missing.flatMap((browser) => browser.packages));
  if (isRoot) return { passed: 0, failed: (await run(install)) ? 0 : 1 };
  const names = missing.map(({ name }) => name).join(' and ');
  skipped.push(`Not tested: ${names}. To install: ${install}`);
  return { passed: 0, failed: 0 };
}

mkdirSync(REPORTS, { recursive: true });
const results = [
  // The unit tests sometimes leave cores idle. The build and the checks that only read files use
  // them.
  ...(
    await Promise.all([
      suite(
        `npx vitest run --reporter=default --reporter=json --outputFile.json=${UNIT_REPORT}`,
        UNIT_REPORT,
        ({
          numPassedTests,
          numFailedTests,
        }: {
          numPassedTests: number;
          numFailedTests: number;
        }) => ({ passed: numPassedTests, failed: numFailedTests }),
      ),
      checkAtOnce([
        'npm run --silent build && npm run --silent check:size',
        ...['format', 'types', 'architecture', 'dead-code', 'bare-texts'].map(
          (name) => `npm run --silent check:${name}`,
        ),
      ]),
    ])
  ).flat(),
  await ensureBrowser(),
  await endToEnd('chromium'),
  await ensureOtherBrowsers(),
  await endToEnd('other-browsers'),
];
const total = (key: keyof Totals) => results.reduce((sum, each) => sum + each[key], 0);
for (const line of skipped) console.log(`\n${line}`);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') > 0 ? 1 : 0);
