// `npm test`: every check there is, then the totals of all in one line.
// A check that is not a test suite counts as one.
import { exec, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { browserOptions } from '../e2e/browser';
import { isInstalled, OTHER_BROWSERS } from '../e2e/other-browsers/installed';

const REPORTS = 'node_modules/.cache/apprentice-check';
const UNIT_REPORT = `${REPORTS}/unit.json`;
const E2E_REPORT = `${REPORTS}/e2e.json`;

interface Totals {
  passed: number;
  failed: number;
}

function run(command: string, env: Record<string, string> = {}): boolean {
  console.log(`\n▸ ${command}`);
  const { status } = spawnSync(command, {
    shell: true,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return status === 0;
}

const one = (ok: boolean): Totals => (ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

const check = (command: string): Totals => one(run(command));

/** Checks that use one core each; what each printed comes when it ends. */
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

/** A suite's own counts; a suite that failed without saying so, or left no report, counts as a failure. */
function suite(command: string, file: string, read: (report: never) => Totals): Totals {
  rmSync(file, { force: true });
  const ok = run(command, { PLAYWRIGHT_JSON_OUTPUT_NAME: file, APPRENTICE_BUILT: '1' });
  try {
    const totals = read(JSON.parse(readFileSync(file, 'utf8')) as never);
    return ok || totals.failed > 0 ? totals : { ...totals, failed: 1 };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

/** One of playwright.config.ts's projects. */
const endToEnd = (project: string) =>
  suite(
    `npx playwright test --project=${project} --reporter=list,json`,
    E2E_REPORT,
    ({ stats }: { stats: { expected: number; unexpected: number; flaky: number } }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
    }),
  );

const NOTHING: Totals = { passed: 0, failed: 0 };

const installs = (command: string): Totals => (run(command) ? NOTHING : { passed: 0, failed: 1 });

const isRoot = process.getuid?.() === 0;

const fromDebian = (packages: readonly string[]) =>
  `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;

/** Debian's chromium where this is root's machine, Playwright's own elsewhere. */
function ensureBrowser(): Totals {
  try {
    browserOptions();
    return NOTHING;
  } catch (error) {
    console.log(String(error));
  }
  return installs(
    isRoot ? fromDebian(['chromium', 'fonts-noto-cjk']) : 'npx playwright install chromium',
  );
}

/** What the last lines say was left out. */
const skipped: string[] = [];

/** Debian's Firefox and WebKitGTK where this is root's machine; elsewhere those that are there are tested. */
function ensureOtherBrowsers(): Totals {
  const missing = OTHER_BROWSERS.filter((browser) => !isInstalled(browser));
  const packages = missing.flatMap((browser) => browser.packages);
  if (missing.length === 0) return NOTHING;
  if (isRoot) return installs(fromDebian(packages));
  const names = missing.map(({ name }) => name).join(' and ');
  skipped.push(`Not tested: ${names}. To install: ${fromDebian(packages)}`);
  return NOTHING;
}

mkdirSync(REPORTS, { recursive: true });
const results = [
  ...(await checkAtOnce(
    ['format', 'types', 'architecture', 'dead-code'].map(
      (name) => `npm run --silent check:${name}`,
    ),
  )),
  suite(
    `npx vitest run --reporter=default --reporter=json --outputFile.json=${UNIT_REPORT}`,
    UNIT_REPORT,
    ({ numPassedTests, numFailedTests }: { numPassedTests: number; numFailedTests: number }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
    }),
  ),
  check('npm run --silent build'),
  check('npm run --silent check:size'),
  ensureBrowser(),
  endToEnd('together'),
  endToEnd('alone'),
  ensureOtherBrowsers(),
  endToEnd('other-browsers'),
];
const total = (key: keyof Totals) => results.reduce((sum, each) => sum + each[key], 0);
for (const line of skipped) console.log(`\n${line}`);
console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
process.exit(total('failed') > 0 ? 1 : 0);
