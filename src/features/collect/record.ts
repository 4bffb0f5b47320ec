// Takes frames from a video into a class at a given rate until it is stopped.
import { eachFrame } from '../../camera/each-frame';
import { grabFrame } from '../../camera/frame';
import { useApp } from '../../store/app-store';
import { useCameraState } from '../../store/use-camera';

let current: symbol | undefined;

interface Until {
  /** The recording ends by itself after this many pictures. */
  pictures?: number;
  /** It ended by itself: all pictures are taken, or no more can be kept. */
  onEnd: () => void;
}

/**
 * Records until the returned function is called. The first picture is taken at once, and a picture
 * that is being taken at the end is still kept, so that a tap takes one.
 */
export function record(
  video: HTMLVideoElement,
  into: { classId: string; test?: boolean },
  rate: number,
  { pictures, onEnd }: Until,
): () => void {
  const { startRecording, recordFrame, stopRecording } = useApp.getState();
  const session = Symbol('recording');
  current = session;
  let grabbing: Promise<void> | undefined;
  let taken = 0;
  startRecording(into.classId, into);

  const grab = async () => {
    try {
      const frame = await grabFrame(video);
      if (current !== session || taken === pictures) {
        frame.close();
        return;
      }
      recordFrame(frame);
      taken++;
    } catch (error) {
      // The video shows nothing at the moment, but the next frame comes soon.
      if (!(error instanceof DOMException)) throw error;
    } finally {
      grabbing = undefined;
    }
    if (taken === pictures) onEnd();
  };
  // A camera may bring fewer frames than are asked for, and none of them is taken twice.
  let fresh = true;
  const stopFrames = eachFrame(video, () => {
    fresh = true;
  });
  // A frame that is not ready in time is skipped, and not taken late.
  const tick = () => {
    // A hidden page is told of no frames.
    if (!(fresh || document.hidden) || useCameraState.getState().muted) return;
    fresh = false;
    grabbing ??= grab();
  };
  tick();
  const timer = setInterval(tick, 1000 / rate);
  const forget = useApp.subscribe(({ recording }, before) => {
    if (before.recording && !recording && current === session) onEnd();
  });

  return () => {
    clearInterval(timer);
    stopFrames();
    forget();
    void Promise.resolve(grabbing).then(() => {
      if (current !== session) return;
      current = undefined;
      stopRecording();
    });
  };
}
