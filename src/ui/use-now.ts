import { useEffect, useState } from 'react';

/**
 * The current time, updated every `everyMs` and whenever `since` changes. It stands still without
 * `since`.
 */
export function useNow(everyMs: number, since: number | string | undefined): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (since === undefined) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, since]);
  return now;
}
