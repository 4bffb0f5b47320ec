// What can go wrong around a page: where, how, and at which of many times.
import fc from 'fast-check';

/** Where a page can be let down, and how at each place. */
const WAYS = {
  database: {
    open: ['UnknownError', 'InvalidStateError', 'QuotaExceededError', 'slow', 'hang'],
    transaction: ['InvalidStateError', 'UnknownError', 'closes'],
    read: ['UnknownError', 'InvalidStateError', 'AbortError', 'slow', 'hang'],
    write: ['QuotaExceededError', 'UnknownError', 'AbortError', 'slow', 'hang'],
    commit: ['QuotaExceededError', 'UnknownError', 'AbortError', 'slow', 'hang'],
  },
  copy: {
    bucket: ['UnknownError', 'InvalidStateError', 'slow', 'hang'],
    open: ['UnknownError', 'InvalidStateError', 'QuotaExceededError', 'slow', 'hang'],
    transaction: ['InvalidStateError', 'UnknownError', 'closes'],
    read: ['UnknownError', 'AbortError', 'slow', 'hang'],
    write: ['QuotaExceededError', 'UnknownError', 'AbortError', 'slow', 'hang'],
    commit: ['QuotaExceededError', 'UnknownError', 'AbortError', 'slow', 'hang'],
  },
  engine: {
    start: ['dies', 'hang'],
    fetch: ['TypeError'],
    post: ['DataCloneError', 'RangeError', 'hang'],
    answer: ['RangeError', 'dies', 'slow', 'hang'],
  },
  pictures: {
    start: ['dies', 'hang'],
    post: ['DataCloneError', 'RangeError', 'hang'],
    answer: ['RangeError', 'dies', 'slow', 'hang'],
  },
  page: {
    decode: ['InvalidStateError', 'RangeError', 'slow', 'hang'],
    quota: ['TypeError', 'slow', 'hang'],
    remember: ['QuotaExceededError', 'SecurityError'],
  },
} as const;

export type Place = keyof typeof WAYS;

/** The `nth` time, from 0, that the page does something there, it goes wrong. */
export interface Fault {
  place: Place;
  point: string;
  /** The name of an error; `slow` for two minutes, `hang` for ever, `dies` and `closes`. */
  how: string;
  nth: number;
  /** From then on every time. */
  lasts: boolean;
}

const AT_MOST: Record<string, number> = { open: 2, bucket: 2, start: 2, fetch: 3, quota: 8 };

const ways = Object.entries(WAYS).flatMap(([place, points]) =>
  Object.entries(points).map(([point, hows]) => ({ place: place as Place, point, hows })),
);

export const anyFault: fc.Arbitrary<Fault> = fc.constantFrom(...ways).chain(({ hows, ...where }) =>
  fc.record({
    place: fc.constant(where.place),
    point: fc.constant(where.point),
    how: fc.constantFrom<string>(...hows),
    nth: fc.nat(AT_MOST[where.point] ?? 16),
    lasts: fc.boolean(),
  }),
);

export const SLOW_MS = 120_000;

/** Decides at each point whether this is the time when it goes wrong. */
export class Injector {
  readonly #faults: readonly Fault[];
  readonly #times = new Map<string, number>();
  /** The faults that have happened. */
  readonly struck = new Set<Fault>();

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  /** How it goes wrong this time. Undefined if it does not. */
  strike(place: Place, point: string): string | undefined {
    const name = `${place} ${point}`;
    const time = this.#times.get(name) ?? 0;
    this.#times.set(name, time + 1);
    for (const fault of this.#faults) {
      if (fault.place !== place || fault.point !== point) continue;
      if (fault.lasts ? time < fault.nth : time !== fault.nth) continue;
      this.struck.add(fault);
      return fault.how;
    }
    return undefined;
  }
}

/** The error of a fault, as a browser would throw it. */
export function errorNamed(name: string): Error {
  const message = 'injected';
  if (name === 'RangeError') return new RangeError(message);
  if (name === 'TypeError') return new TypeError(message);
  return new DOMException(message, name);
}
