import { type RefObject, useEffect } from 'react';
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
    const offer = () => {
      if (source.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        answerFrame(() => grabFrame(source)).then(undefined, unlessGone);
      }
      handle = nextFrame(source, offer);
    };
    let handle = nextFrame(source, offer);
    return () => {
      cancelFrame(source, handle);
      clearAnswer();
    };
  }, [video, active]);
}

// Older browsers have no callback for a video's frames, but animation frames come often enough.
const nextFrame = (video: HTMLVideoElement, then: () => void): number =>
  'requestVideoFrameCallback' in video
    ? video.requestVideoFrameCallback(then)
    : requestAnimationFrame(then);

const cancelFrame = (video: HTMLVideoElement, handle: number): void =>
  'cancelVideoFrameCallback' in video
    ? video.cancelVideoFrameCallback(handle)
    : cancelAnimationFrame(handle);

/**
 * The camera may go off between a frame's arrival and its grab. The store shows all other typed
 * errors.
 */
function unlessGone(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
}
