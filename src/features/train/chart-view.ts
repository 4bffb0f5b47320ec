// The points of the two charts.

import { ENOUGH_FOR_A_RATE } from '../../model/enough';
import { HEAD_KINDS } from '../../model/head-kinds/head-kinds';
import type { PassReport } from '../../model/training';
import type { AppState } from '../../store/state';

export interface ChartPoint {
  x: number;
  training: number | null;
  validation: number | null;
}

export interface Charts {
  accuracy: ChartPoint[];
  loss: ChartPoint[];
}

/** The validation figures are not drawn if too few pictures were held out for a rate. */
export function charts(history: readonly PassReport[], heldOut: number): Charts {
  const tells = heldOut >= ENOUGH_FOR_A_RATE;
  const shown = (value: number | undefined) => (tells ? value : undefined) ?? null;
  return {
    accuracy: history.map((report) => ({
      x: report.pass,
      training: report.trainAccuracy,
      validation: shown(report.validationAccuracy),
    })),
    loss: history.map((report) => ({
      x: report.pass,
      training: report.trainLoss,
      validation: shown(report.validationLoss),
    })),
  };
}

/** The lower end of the accuracy axis: 0.4, unless a point lies below it. */
export function accuracyFloor(points: readonly ChartPoint[]): number {
  const least = points.reduce(
    (min, { training, validation }) => Math.min(min, training ?? 1, validation ?? 1),
    1,
  );
  return least < 0.4 ? (least < 0.1 ? 0 : 0.1) : 0.4;
}

export interface Frame {
  unit: 'pass' | 'epoch';
  /** The end of the x axis: the most passes while it runs, and afterwards the last one made. */
  mostX: number;
  heldOut: number;
  /** Whether there is a validation line. Before the first run, there may be one. */
  validates: boolean;
  /** The pass whose head is in use, once the run is over. */
  keptPass: number | undefined;
}

export function frameOf({
  history,
  running,
  learned,
  settings,
}: Pick<AppState, 'history' | 'running' | 'learned' | 'settings'>): Frame {
  if (running) {
    const { unit, mostPasses, heldOut } = running;
    const validates = heldOut >= ENOUGH_FOR_A_RATE;
    return { unit, mostX: mostPasses, heldOut, validates, keptPass: undefined };
  }
  const heldOut = learned?.result.split.validation.length ?? 0;
  return {
    unit: HEAD_KINDS[(learned?.settings ?? settings).head].unit,
    mostX: history.at(-1)?.pass ?? settings.epochs,
    heldOut,
    validates: !learned || heldOut >= ENOUGH_FOR_A_RATE,
    keptPass: learned?.result.keptPass,
  };
}
