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

/** Recording into one class from the video that shows the camera. Stops with the camera. */
export function useRecorder(classId: string, video: RefObject<HTMLVideoElement | null>): Recorder {
  const [phase, setPhase] = useState<RecorderPhase>(IDLE);
  const on = useCameraState(({ status }) => status === 'on');
  const end = useRef<(() => void) | undefined>(undefined);

  const stop = useCallback(() => {
    end.current?.();
    end.current = undefined;
    setPhase(IDLE);
  }, []);

  const begin = useCallback(
    (endsAt?: number) => {
      if (!video.current) return;
      const { rate } = usePreferences.getState();
      end.current = record(video.current, classId, rate);
      setPhase({ kind: 'recording', ...(endsAt === undefined ? {} : { endsAt }) });
    },
    [classId, video],
  );

  const start = useCallback(() => {
    stop();
    begin();
  }, [stop, begin]);

  const startTimer = useCallback(() => {
    stop();
    const { delay, seconds } = usePreferences.getState().timer;
    const startsAt = Date.now() + delay * 1000;
    const endsAt = startsAt + seconds * 1000;
    let timer = setTimeout(() => {
      begin(endsAt);
      const endRecording = end.current;
      timer = setTimeout(stop, endsAt - Date.now());
      end.current = () => {
        clearTimeout(timer);
        endRecording?.();
      };
    }, delay * 1000);
    end.current = () => clearTimeout(timer);
    setPhase({ kind: 'countdown', endsAt: startsAt });
  }, [stop, begin]);

  useEffect(() => {
    if (on) return stop;
  }, [on, stop]);

  return { phase, start, startTimer, stop };
}
