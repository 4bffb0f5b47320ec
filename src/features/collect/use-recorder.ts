import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { usePreferences } from '../../store/preferences';
import { useCameraState } from '../../store/use-camera';
import { record } from './record';

export type RecorderPhase =
  | { kind: 'idle' }
  /** `endsAt` is in the time of Date.now(). It is absent while the button is held. */
  | { kind: 'recording'; endsAt?: number }
  | { kind: 'countdown'; endsAt: number };

const IDLE: RecorderPhase = { kind: 'idle' };

export interface Recorder {
  phase: RecorderPhase;
  /** Records until `stop` is called. */
  start(): void;
  /** Counts down, records, and stops, as the person has set the timer. */
  startTimer(): void;
  stop(): void;
}

/**
 * Records into one class from the video that shows the camera. With `test`, the pictures go into
 * its test pictures. It stops when the camera does.
 */
export function useRecorder(
  classId: string,
  video: RefObject<HTMLVideoElement | null>,
  test: boolean,
): Recorder {
  const [phase, setPhase] = useState<RecorderPhase>(IDLE);
  const on = useCameraState(({ status }) => status === 'on');
  const end = useRef<(() => void) | undefined>(undefined);

  const stop = useCallback(() => {
    end.current?.();
    end.current = undefined;
    setPhase(IDLE);
  }, []);

  const begin = useCallback(
    (seconds?: number) => {
      if (!video.current) return;
      const { rate } = usePreferences.getState();
      if (seconds === undefined) {
        end.current = record(video.current, { classId, test }, rate, { onEnd: stop });
        setPhase({ kind: 'recording' });
        return;
      }
      // Even on a slow machine it takes as many pictures as it promised, but it does not go on for
      // ever.
      const latest = setTimeout(stop, 2 * seconds * 1000);
      const endRecording = record(video.current, { classId, test }, rate, {
        pictures: seconds * rate,
        onEnd: stop,
      });
      end.current = () => {
        clearTimeout(latest);
        endRecording();
      };
      setPhase({ kind: 'recording', endsAt: Date.now() + seconds * 1000 });
    },
    [classId, video, test, stop],
  );

  const start = useCallback(() => {
    stop();
    begin();
  }, [stop, begin]);

  const startTimer = useCallback(() => {
    stop();
    const { delay, seconds } = usePreferences.getState().timer;
    const startsAt = Date.now() + delay * 1000;
    const timer = setTimeout(() => begin(seconds), delay * 1000);
    end.current = () => clearTimeout(timer);
    setPhase({ kind: 'countdown', endsAt: startsAt });
  }, [stop, begin]);

  useEffect(() => {
    if (on) return stop;
  }, [on, stop]);

  return { phase, start, startTimer, stop };
}
