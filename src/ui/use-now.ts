import { useEffect, useState } from 'react';

/**
 * The time, told anew every so many milliseconds and whenever `since` changes. It stands still while there is no
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
