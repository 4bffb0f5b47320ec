// A page's time. It stands still while the page works, and jumps to the next timer when nothing
// else happens, so that minutes of waiting take no time.

interface Timer {
  at: number;
  run(): void;
  every: number | undefined;
}

export class Clock {
  #now: number;
  #timers = new Map<number, Timer>();
  #numbers = 0;

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  /** Runs work at a later time. Returns the timer's number. */
  later(run: () => void, ms = 0, every?: number): number {
    const number = ++this.#numbers;
    this.#timers.set(number, { at: this.#now + Math.max(0, ms), run, every });
    return number;
  }

  cancel(number: number | undefined): void {
    if (number !== undefined) this.#timers.delete(number);
  }

  /** Forgets all timers, as when a page is closed. */
  stop(): void {
    this.#timers.clear();
  }

  /** Goes on to the next timer and runs it. False, and no further than `end`, if none is due. */
  jump(end: number): boolean {
    let next: [number, Timer] | undefined;
    for (const each of this.#timers) if (!next || each[1].at < next[1].at) next = each;
    if (!next || next[1].at > end) {
      this.#now = Math.max(this.#now, end);
      return false;
    }
    const [number, timer] = next;
    this.#now = Math.max(this.#now, timer.at);
    if (timer.every === undefined) this.#timers.delete(number);
    else timer.at = this.#now + Math.max(1, timer.every);
    timer.run();
    return true;
  }

  /** A `Date` that tells this time. */
  date(): typeof Date {
    const now = () => this.#now;
    return class extends Date {
      constructor(...given: [] | [number]) {
        super(...(given.length === 0 ? ([now()] as const) : given));
      }
      static override now(): number {
        return now();
      }
    } as typeof Date;
  }
}
