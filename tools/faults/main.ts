// `npm run faults -- [--seed N] [--rounds N] [--json FILE]`
import { parseArgs } from 'node:util';
import { openJson, runCommand, UsageError } from '../../bench/command';
import { faults } from './faults';

await runCommand(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '100' },
      json: { type: 'string' },
    },
  });
  const writeJson = openJson(values.json);
  const result = await faults({
    seed: whole('seed', values.seed),
    rounds: whole('rounds', values.rounds),
    onFinding: (finding) => console.log(JSON.stringify(finding, null, 2)),
  });
  writeJson(result);
  console.log(JSON.stringify(result.struck, null, 2));
  console.log(result.line);
  if (result.findings.length > 0) process.exitCode = 1;
});

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) {
    throw new UsageError(`--${name} takes a whole number, not ${text}`);
  }
  return value;
}
