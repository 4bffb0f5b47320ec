// A queue for work that must not run twice at the same time.

/**
 * Returns a function that starts each piece of work when the previous one has ended, however it
 * ended.
 */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
