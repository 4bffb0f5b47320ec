// What was measured of a project: figures that are kept with it, one value for each kind.
import type { CurvesRecord } from './curve';
import type { DomainRecord } from './domain';
import type { LayersRecord } from './layers';
import type { StrategyRecord } from './run';
import type { Strategy } from './strategy';
import type { TwoQuestionsRecord } from './two-questions';

export interface Measurements {
  strategies: Partial<Record<Strategy, StrategyRecord>>;
  curves: CurvesRecord;
  'two-questions': TwoQuestionsRecord;
  adviser: LayersRecord;
  domain: DomainRecord;
}

export type MeasurementKind = keyof Measurements;
