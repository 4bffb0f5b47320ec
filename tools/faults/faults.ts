// Rounds with faults, each drawn from a seed of its own. A round that goes wrong is shrunk to a
// short script.
import fc from 'fast-check';
import { buildPage } from './build';
import { anyPlan, type Outcome, type Plan, runRound } from './round';

export interface FaultsOptions {
  /** The seed of the first round. The next one has the next seed. */
  seed: number;
  rounds: number;
  onFinding?: (finding: Finding) => void;
}

export interface Finding {
  /** Repeats it: `--rounds 1 --seed` and this. */
  seed: number;
  wrong: string[];
  plan: Plan;
}

export interface FaultsResult {
  rounds: number;
  acts: number;
  promised: number;
  findings: Finding[];
  /** How often each fault happened. */
  struck: Record<string, number>;
  line: string;
}

export async function faults({ seed, rounds, onFinding }: FaultsOptions): Promise<FaultsResult> {
  const begun = Date.now();
  const page = await buildPage();
  const findings: Finding[] = [];
  const struck: Record<string, number> = {};
  const sums = { acts: 0, promised: 0 };
  const count = ({ acts, promised, struck: names }: Outcome) => {
    sums.acts += acts;
    sums.promised += promised;
    for (const name of names) struck[name] = (struck[name] ?? 0) + 1;
  };
  for (let i = 0; i < rounds; i++) {
    const finding = await one(page, seed + i, count);
    if (!finding) continue;
    findings.push(finding);
    onFinding?.(finding);
  }
  const kinds = [
    'lost',
    'wrong',
    'resurrected',
    'stuck',
    'unsaid',
    'broken',
    'bug',
    'copy',
  ] as const;
  const of = (kind: string) =>
    findings.filter(({ wrong }) => wrong.some((each) => each.startsWith(kind))).length;
  const counts = kinds.map((kind) => `${of(kind)} ${kind}`).join(', ');
  const seconds = Math.round((Date.now() - begun) / 1000);
  const faultCount = Object.values(struck).reduce((sum, n) => sum + n, 0);
  return {
    rounds,
    ...sums,
    findings,
    struck,
    line: `rounds ${rounds}, acts ${sums.acts}, faults ${faultCount}, pictures promised ${sums.promised}; rounds with: ${counts} (${seconds} s)`,
  };
}

/** How long a round that went wrong is made shorter. */
const SHRINK_MS = 30_000;

async function one(
  page: Awaited<ReturnType<typeof buildPage>>,
  seed: number,
  count: (outcome: Outcome) => void,
): Promise<Finding | undefined> {
  let first = true;
  let wrong: string[] = [];
  const property = fc.asyncProperty(anyPlan, async (plan) => {
    const outcome = await runRound(page, plan);
    if (first) count(outcome);
    first = false;
    if (outcome.wrong.length > 0) ({ wrong } = outcome);
    return outcome.wrong.length === 0;
  });
  const { failed, counterexample, errorInstance } = await fc.check(property, {
    seed,
    numRuns: 1,
    unbiased: true,
    interruptAfterTimeLimit: SHRINK_MS,
    markInterruptAsFailure: false,
  });
  const [plan] = counterexample ?? [];
  if (!failed || !plan) return undefined;
  // The harness itself has failed, not the app.
  if (wrong.length === 0) throw errorInstance;
  return { seed, wrong, plan };
}
