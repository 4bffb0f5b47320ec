// What was measured of a project: figures that are kept with it, a value for each kind.
import type { CurvesRecord } from './curve';
import type { DomainRecord } from './domain';
import type { LayersRecord } from './layers';
import type { StrategyRecord } from './run';
import type { Strategy } from './strategy';
import type { TasksRecord } from './tasks';

export interface Measurements {
  strategies: Partial<Record<Strategy, StrategyRecord>>;
  curves: CurvesRecord;
  'two-questions': TasksRecord;
  adviser: LayersRecord;
  domain: DomainRecord;
}

export type MeasurementKind = keyof Measurements;

/**
 * Tells what something was measured on from anything else: equal for all that can be compared. Words
 * with spaces between; the first one tells the pictures by their ids, and is another one in a copy.
 */
export type Fingerprint = string;

/** What pictures and classes look like: with those that were set aside for tests, and without. */
export interface Signatures {
  all: string;
  learnt: string;
}

/** The fingerprint of the same pictures under other ids. @param renamed the new word for an old one */
export function renamedFingerprint(
  fingerprint: Fingerprint,
  renamed: ReadonlyMap<string, string>,
): Fingerprint {
  const words = fingerprint.split(' ');
  return words.map((word) => renamed.get(word) ?? word).join(' ');
}
