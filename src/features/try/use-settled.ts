import { useEffect, useState } from 'react';

/**
 * The value once it has stayed the same for a while, so that what changes with every frame is not
 * shown. The first value is shown at once.
 */
export function useSettled<T>(value: T | undefined, afterMs: number): T | undefined {
  const [settled, setSettled] = useState(value);
  const atOnce = afterMs === 0 || value === undefined || settled === undefined;
  useEffect(() => {
    if (value === settled) return;
    const timer = setTimeout(() => setSettled(value), atOnce ? 0 : afterMs);
    return () => clearTimeout(timer);
  }, [value, settled, atOnce, afterMs]);
  return atOnce ? value : settled;
}
