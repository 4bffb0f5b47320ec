// Imports and recordings that are under way, so that they can be ended and waited for.

export interface UnderWay {
  /** For the imports that are being read. */
  cancels: Map<string, AbortController>;
  /** Counts work as part of an import or recording until the work ends. */
  watched<T>(from: string, work: Promise<T>): Promise<T>;
  /** Ends an import. Resolves when nothing more comes of it, or of the recording with that id. */
  cancel(from: string): Promise<void>;
  cancelAll(): Promise<void>;
}

export function createUnderWay(): UnderWay {
  const cancels = new Map<string, AbortController>();
  const working = new Map<string, Set<Promise<unknown>>>();

  return {
    cancels,

    watched(from, work) {
      const all = working.get(from) ?? new Set();
      working.set(from, all.add(work));
      const end = () => {
        all.delete(work);
        if (all.size === 0) working.delete(from);
      };
      work.then(end, end);
      return work;
    },

    async cancel(from) {
      cancels.get(from)?.abort();
      await Promise.allSettled(working.get(from) ?? []);
    },

    async cancelAll() {
      for (const cancel of cancels.values()) cancel.abort();
      await Promise.allSettled([...working.values()].flatMap((all) => [...all]));
    },
  };
}
