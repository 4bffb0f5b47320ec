// Keeps the screen on during long work, because many browsers stop a page whose screen goes off.
import { keepAwake } from '../runtime/wake-lock';
import { useApp } from '../store/app-store';
import { isMeasuring, onMeasuring } from '../store/measuring';

/** Call this once in a page. */
export function keepAwakeDuringWork(): void {
  let end: (() => void) | undefined;
  const follow = () => {
    const { transfer } = useApp.getState();
    if (transfer || isMeasuring()) end ??= keepAwake();
    else {
      end?.();
      end = undefined;
    }
  };
  useApp.subscribe(follow);
  onMeasuring(follow);
}
