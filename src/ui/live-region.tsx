import { useEffect, useRef, useState } from 'react';

type LiveRegionProps = {
  message: string;
  assertive?: boolean | undefined;
  /**
   * Speaks at most one message, the newest, in this many ms. For texts that change many times a
   * second.
   */
  atMostEveryMs?: number | undefined;
};

/** Speaks to screen readers. Mount it before it has something to say. */
export function LiveRegion({ message, assertive = false, atMostEveryMs = 0 }: LiveRegionProps) {
  const [said, setSaid] = useState('');
  const last = useRef(Number.NEGATIVE_INFINITY);

  useEffect(() => {
    const wait = Math.max(0, last.current + atMostEveryMs - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      setSaid(message);
    }, wait);
    return () => clearTimeout(timer);
  }, [message, atMostEveryMs]);

  return (
    <div className="visually-hidden" role={assertive ? 'alert' : 'status'}>
      {said}
    </div>
  );
}
