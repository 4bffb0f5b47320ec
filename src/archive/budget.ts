// Shares out an amount of something, first come, first served.

export interface Budget {
  /**
   * Waits until this much is free and takes it. More than there is at all waits until everything is
   * free.
   * @returns gives it back.
   * @throws the signal's reason.
   */
  take(amount: number, signal?: AbortSignal): Promise<() => void>;
}

interface Waiting {
  amount: number;
  start(): void;
}

export function createBudget(all: number): Budget {
  let free = all;
  let waiting: Waiting[] = [];

  function next(): void {
    for (let first = waiting[0]; first && first.amount <= free; first = waiting[0]) {
      waiting.shift();
      free -= first.amount;
      first.start();
    }
  }

  return {
    take: (wanted, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const amount = Math.min(wanted, all);
        const giveBack = () => {
          free += amount;
          next();
        };
        const abort = () => {
          waiting = waiting.filter((each) => each !== mine);
          reject(signal?.reason);
          // Those behind it may need less.
          next();
        };
        const mine: Waiting = {
          amount,
          start() {
            signal?.removeEventListener('abort', abort);
            resolve(giveBack);
          },
        };
        signal?.addEventListener('abort', abort, { once: true });
        waiting.push(mine);
        next();
      }),
  };
}
