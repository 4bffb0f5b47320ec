import { useEffect, useState } from 'react';

/** The current time, updated every `everyMs` and whenever `since` changes. */
export function useNow(everyMs: number, since: number | undefined): number {
  const [now, setNow] = useState(Date.now);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another beginning is another clock
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, since]);
  return now;
}
