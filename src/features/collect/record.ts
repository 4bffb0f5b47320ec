// Takes frames from a video into a class, at a rate, for as long as it is asked to.
import { grabFrame } from '../../camera/frame';
import { useApp } from '../../store/app-store';

let current: symbol | undefined;

/**
 * Records until the function that it returns is called. The first picture is taken at once, and a
 * picture under way at the end still goes in: a tap takes one.
 */
export function record(video: HTMLVideoElement, classId: string, rate: number): () => void {
  const { startRecording, recordFrame, stopRecording } = useApp.getState();
  const session = Symbol('recording');
  current = session;
  let grabbing: Promise<void> | undefined;
  startRecording(classId);

  const grab = async () => {
    try {
      const frame = await grabFrame(video);
      if (current === session) recordFrame(frame);
      else frame.close();
    } catch (error) {
      // The video shows nothing at this moment; the next frame comes soon.
      if (!(error instanceof DOMException)) throw error;
    } finally {
      grabbing = undefined;
    }
  };
  // A frame that is not there in time is left out, not taken late.
  const tick = () => {
    grabbing ??= grab();
  };
  tick();
  const timer = setInterval(tick, 1000 / rate);

  return () => {
    clearInterval(timer);
    void Promise.resolve(grabbing).then(() => {
      if (current !== session) return;
      current = undefined;
      stopRecording();
    });
  };
}
