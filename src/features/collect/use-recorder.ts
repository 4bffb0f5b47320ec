import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { usePreferences } from '../../store/preferences';
import { useCameraState } from '../../store/use-camera';
import { record } from './record';

export type RecorderPhase =
  | { kind: 'idle' }
  /** `endsAt` as Date.now() counts; absent while it is held. */
  | { kind: 'recording'; endsAt?: number }
  | { kind: 'countdown'; endsAt: number };

const IDLE: RecorderPhase = { kind: 'idle' };

export interface Recorder {
  phase: RecorderPhase;
  /** Records until `stop`. */
  start(): void;
  /** Counts down, records, and stops, as the person set the timer. */
  startTimer(): void;
  stop(): void;
}

/**
 * Recording into one class from the video that shows the camera, with `test` into its pictures for
 * testing. Stops with the camera.
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
        end.current = record(video.current, { classId, test }, rate);
        setPhase({ kind: 'recording' });
        return;
      }
      // As many pictures as were promised, also where the machine is slow; but not for ever.
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
