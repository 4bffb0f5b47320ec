// Versions 1 to 5 kept measurements in the run's row, called a fingerprint a basis, and identified
// a run by when it ended or how long it took.
import type { Table, Transaction } from 'dexie';
import type { CurvesRecord } from '../model/curve';
import { newId } from '../model/new-id';
import type { StrategyRecord } from '../model/run';
import type { MeasurementRow, RunRow, StandInRow } from './rows';

type OfOld<Now extends { fingerprint: string }> = Omit<Now, 'fingerprint' | 'id'> & {
  basis: string;
};

interface RunRowOf5 extends RunRow {
  measured?: Record<string, OfOld<StrategyRecord>>;
  curves?: OfOld<CurvesRecord>;
}

/** Gives runs and measured strategies ids, and moves measurements into a table of their own. */
export async function upgradeTo6(transaction: Transaction): Promise<void> {
  const runs: Table<RunRowOf5, string> = transaction.table('runs');
  const standIns: Table<StandInRow, string> = transaction.table('standIns');
  const measurements: Table<MeasurementRow> = transaction.table('measurements');
  const records = new Map<string, MeasurementRow['value']>();
  // Rows are handled one at a time, because weights are large.
  for (const projectId of await runs.toCollection().primaryKeys()) {
    const row = await runs.get(projectId);
    if (!row) continue;
    await runs.put({ projectId, run: { ...row.run, id: newId() } });
    const { measured, curves } = row;
    const strategies = measured && withIds(measured);
    if (strategies) records.set(projectId, strategies);
    for (const [kind, value] of [
      ['strategies', strategies],
      ['curves', curves && withFingerprint(curves)],
    ] as const) {
      if (value) await measurements.put({ projectId, kind, edition: newId(), value });
    }
  }
  for (const projectId of await standIns.toCollection().primaryKeys()) {
    const row = await standIns.get(projectId);
    if (!row) continue;
    const { strategy, result } = row.run;
    const record = new Map(Object.entries(records.get(projectId) ?? {})).get(strategy);
    // If both took equally long, it is the same run.
    const same = record?.result.msTrain === result.msTrain;
    await standIns.put({
      projectId,
      run: { ...row.run, id: newId(), ...(same && { record: record.id }) },
    });
  }
}

const withFingerprint = <Now extends { basis: string }>({ basis, ...rest }: Now) => ({
  ...rest,
  fingerprint: basis,
});

function withIds(measured: Record<string, OfOld<StrategyRecord>>): Record<string, StrategyRecord> {
  return Object.fromEntries(
    Object.entries(measured).map(([strategy, record]) => [
      strategy,
      { ...withFingerprint(record), id: newId() },
    ]),
  );
}
