import { type RefObject, useEffect } from 'react';
import { eachFrame } from '../../camera/each-frame';
import { grabFrame } from '../../camera/frame';
import { useApp } from '../../store/app-store';

/**
 * Offers each frame that the video shows. Frames that come while one is being answered are dropped.
 */
export function useLiveAnswers(video: RefObject<HTMLVideoElement | null>, active: boolean): void {
  useEffect(() => {
    const source = video.current;
    if (!active || !source) return;
    const { answerFrame, clearAnswer } = useApp.getState();
    const stop = eachFrame(source, () => {
      if (source.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        answerFrame(() => grabFrame(source)).then(undefined, unlessGone);
      }
    });
    return () => {
      stop();
      clearAnswer();
    };
  }, [video, active]);
}

/**
 * The camera may go off between a frame's arrival and its grab. The store shows all other typed
 * errors.
 */
function unlessGone(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
}
