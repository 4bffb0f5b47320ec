// What was measured on each project. Each kind has a row of its own, apart from the runs, because
// it outlives them.
import type { MeasurementKind, Measurements } from '../model/measurement';
import { newId } from '../model/new-id';
import { database } from './database';
import { guarded } from './storage-error';

/**
 * Keeps a measurement in place of an earlier one of its kind. Resolves when it is on the disk.
 * @throws {StorageError}
 */
export function saveMeasurement<Kind extends MeasurementKind>(
  projectId: string,
  kind: Kind,
  value: Measurements[Kind],
): Promise<void> {
  return guarded(async () => {
    await database.measurements.put({ projectId, kind, edition: newId(), value });
  });
}

/**
 * Keeps several measurements, all or none. Resolves when they are on the disk. @throws
 * {StorageError}
 */
export function saveMeasurements(projectId: string, values: Partial<Measurements>): Promise<void> {
  const rows = (Object.keys(values) as MeasurementKind[]).flatMap((kind) => {
    const value = values[kind];
    return value ? [{ projectId, kind, edition: newId(), value }] : [];
  });
  return guarded(async () => {
    await database.measurements.bulkPut(rows);
  });
}

/** The last measurement of its kind, if there is one. @throws {StorageError} */
export function loadMeasurement<Kind extends MeasurementKind>(
  projectId: string,
  kind: Kind,
): Promise<Measurements[Kind] | undefined> {
  return guarded(async () => {
    const row = await database.measurements.get([projectId, kind]);
    // Whoever wrote the row named its kind.
    return row?.value as Measurements[Kind] | undefined;
  });
}

/** Everything that was measured on a project. @throws {StorageError} */
export async function loadMeasurements(projectId: string): Promise<Partial<Measurements>> {
  const rows = await guarded(() =>
    database.measurements.where('projectId').equals(projectId).toArray(),
  );
  return Object.fromEntries(rows.map(({ kind, value }) => [kind, value]));
}
