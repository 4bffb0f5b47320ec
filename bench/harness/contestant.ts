// What the bench makes each side do, and how it is measured.

/**
 * The milliseconds of each repetition, and how much the page's main thread was blocked meanwhile.
 */
export interface Measured {
  ms: number[];
  mainThread: MainThread;
}

export interface MainThread {
  /**
   * The longest task that the browser reported. It reports tasks from 50 ms on, so this is 0 if
   * there was none.
   */
  longestTaskMs: number;
  /**
   * The most by which a timer was late. It includes tasks under 50 ms, and times in which the
   * system ran something else.
   */
  longestGapMs: number;
}

export interface Trained extends Measured {
  /** On samples of the same kind that were not learned from. */
  accuracy: number;
  /** True if only the first epochs were run, and `ms` estimates the time for all. */
  extrapolated: boolean;
}

export interface Contestant {
  /** From a square picture to its features, on the page. One picture at a time, `times` times. */
  embed(times: number): Promise<Measured>;
  /** Trains to the end on made-up features, with `perClass` samples for each of three classes. */
  train(perClass: number): Promise<Trained>;
  /** From a bitmap to the trained head's answer, `times` times. */
  predict(times: number): Promise<Measured>;
}

/**
 * Runs `work` `times` times in sequence, after one run that does not count. `prepare` makes the
 * input of each run, outside the measured time.
 */
export async function measure<Input>(
  times: number,
  prepare: (time: number) => Promise<Input>,
  work: (input: Input) => Promise<unknown>,
): Promise<Measured> {
  await work(await prepare(times));
  const inputs: Input[] = [];
  for (let time = 0; time < times; time++) inputs.push(await prepare(time));
  return watched(inputs, work);
}

/** Runs `work` once, without a warm-up. */
export function measureOnce(work: () => Promise<unknown>): Promise<Measured> {
  return watched([undefined], work);
}

async function watched<Input>(
  inputs: readonly Input[],
  work: (input: Input) => Promise<unknown>,
): Promise<Measured> {
  await pause();
  const watch = watchMainThread();
  const ms: number[] = [];
  for (const input of inputs) {
    const start = performance.now();
    await work(input);
    ms.push(performance.now() - start);
  }
  return { ms, mainThread: await watch.end() };
}

/** Nested timers wait at least this long (HTML standard, 8.7). */
const BEAT_MS = 4;

function watchMainThread(): { end(): Promise<MainThread> } {
  let longestTaskMs = 0;
  const note = (entries: PerformanceEntryList) => {
    for (const { duration } of entries) longestTaskMs = Math.max(longestTaskMs, duration);
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'longtask' });

  let longestGapMs = 0;
  let last = performance.now();
  let timer = setTimeout(beat, BEAT_MS);
  function beat() {
    const now = performance.now();
    longestGapMs = Math.max(longestGapMs, now - last - BEAT_MS);
    last = now;
    timer = setTimeout(beat, BEAT_MS);
  }

  return {
    async end() {
      // The current task is reported, and the timer is late, only after the task has ended.
      await pause();
      clearTimeout(timer);
      note(observer.takeRecords());
      observer.disconnect();
      return { longestTaskMs, longestGapMs };
    },
  };
}

/** Waits until the current task has ended and has been reported. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}
