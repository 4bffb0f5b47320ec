// Keeps the measurements of each side of the bench.
import type { MainThread, Measured, Trained } from './harness/contestant';
import { median } from './statistics';

export type Operation = 'embed' | 'embed160' | 'takeIn' | 'train150' | 'train3000' | 'predict';
export type Log = (operation: Operation, measured: Measured | Trained) => void;

/** The measurements of one side, over all rounds. */
export class Ledger {
  readonly #times = new Map<Operation, number[]>();
  readonly #mainThread = new Map<Operation, MainThread>();
  readonly #accuracies = new Map<Operation, number>();
  #extrapolated = false;

  readonly log: Log = (operation, measured) => {
    this.#times.set(operation, [...(this.#times.get(operation) ?? []), ...measured.ms]);
    const before = this.#mainThread.get(operation);
    this.#mainThread.set(operation, {
      longestTaskMs: Math.max(before?.longestTaskMs ?? 0, measured.mainThread.longestTaskMs),
      longestGapMs: Math.max(before?.longestGapMs ?? 0, measured.mainThread.longestGapMs),
    });
    if (!('accuracy' in measured)) return;
    this.#accuracies.set(operation, measured.accuracy);
    if (measured.extrapolated) this.#extrapolated = true;
  };

  /** The median. Null if nothing was measured. */
  ms(operation: Operation): number | null {
    const times = this.#times.get(operation);
    return times ? median(times) : null;
  }

  /** 0 if no task took 50 ms, the shortest that the browser reports. */
  task(operation: Operation): number | null {
    return this.#mainThread.get(operation)?.longestTaskMs ?? null;
  }

  gap(operation: Operation): number | null {
    return this.#mainThread.get(operation)?.longestGapMs ?? null;
  }

  accuracy(operation: Operation): number | null {
    return this.#accuracies.get(operation) ?? null;
  }

  report() {
    return {
      msEmbed: this.ms('embed'),
      msTrain150: this.ms('train150'),
      msTrain3000: this.ms('train3000'),
      msPredict: this.ms('predict'),
      longestTaskMs: Math.max(...[...this.#mainThread.values()].map((each) => each.longestTaskMs)),
      mainThread: Object.fromEntries(this.#mainThread),
      accuracy150: this.accuracy('train150'),
      accuracy3000: this.accuracy('train3000'),
      /** msTrain3000 is estimated from a few epochs. */
      extrapolated: this.#extrapolated,
    };
  }
}

/** How many times as long the other side takes. */
export function ratios(other: Ledger, ours: Ledger) {
  const ratio = (theirs: Operation, own = theirs) => {
    const [above, below] = [other.ms(theirs), ours.ms(own)];
    return above === null || below === null ? null : above / below;
  };
  return {
    embed: ratio('embed'),
    /** Ours at 160 px against theirs at their 224 px. */
    embed160: ratio('embed', 'embed160'),
    train150: ratio('train150'),
    train3000: ratio('train3000'),
    predict: ratio('predict'),
  };
}
