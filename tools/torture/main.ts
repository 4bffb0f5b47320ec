// `npm run torture -- --kills N [--seed S] [--at-once 2] [--url URL] [--json FILE]`
// `npm run torture -- --torn N [--seed S] [--url URL] [--json FILE]` tears the log at N places.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { openJson, runCommand, UsageError } from '../../bench/command';
import { serve } from '../../bench/server';
import { type TornResult, tear } from './torn';
import { torture } from './torture';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = `${ROOT}node_modules/.cache/apprentice-torture/${process.pid}`;
const TELL_EVERY = 50;

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      kills: { type: 'string', default: '50' },
      seed: { type: 'string', default: '1' },
      'at-once': { type: 'string', default: '2' },
      torn: { type: 'string' },
      url: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const kills = whole('kills', values.kills);
  const seed = whole('seed', values.seed);
  const atOnce = whole('at-once', values['at-once']);
  const places = values.torn === undefined ? undefined : whole('torn', values.torn);
  const writeJson = openJson(values.json);
  const app = values.url === undefined ? await served() : { url: values.url, end: () => undefined };
  const { url } = app;
  try {
    if (places !== undefined) {
      const result = await tear({
        url,
        places,
        seed,
        onPlace: (soFar) => console.log(tornLine(soFar)),
      });
      writeJson(result);
      console.log(JSON.stringify(result, null, 2));
      if (result.wrong.length > 0) process.exitCode = 1;
      return;
    }
    const result = await torture({
      url,
      kills,
      seed,
      atOnce,
      onKill: (soFar) => {
        if (soFar.kills % TELL_EVERY === 0) console.log(line(soFar));
      },
      onFinding: (kind, finding) => console.log(`${kind}: ${JSON.stringify(finding)}`),
    });
    writeJson(result);
    console.log(JSON.stringify(result, null, 2));
    console.log(line(result));
    const wrong = result.lost.length + result.undone.length + result.broken.length;
    if (wrong > 0) process.exitCode = 1;
  } finally {
    app.end();
  }
});

function line(result: Awaited<ReturnType<typeof torture>>): string {
  const { kills, shownAsSaved, lost, broken, undone, broughtBack, seconds } = result;
  return `kills ${kills}, shown as saved ${shownAsSaved}, lost ${lost.length}, broken ${broken.length}, undone ${undone.length}, brought back ${broughtBack} times (${seconds} s)`;
}

function tornLine({ places, lookedFor, broughtBack, wrong, seconds }: TornResult): string {
  return `places ${places}, pictures looked for ${lookedFor}, brought back ${broughtBack} times, wrong ${wrong.length} (${seconds} s)`;
}

/**
 * The app, built from the sources as they are now, so that editing them during the run changes
 * nothing.
 */
async function served(): Promise<{ url: string; end(): void }> {
  await build({
    root: ROOT,
    logLevel: 'error',
    build: { outDir: BUILT, emptyOutDir: true },
  });
  const server = await serve({ '/': BUILT });
  return {
    url: `${server.url}index.html`,
    end() {
      server.close();
      rmSync(BUILT, { recursive: true, force: true });
    },
  };
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new UsageError(`--${name} is a whole number from 1`);
  return Number(text);
}
