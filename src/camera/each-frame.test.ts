import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { eachFrame } from './each-frame';

/**
 * A list of callbacks that are waiting, as a browser keeps it for the frames of a page or a video.
 */
function frames() {
  const waiting = new Map<number, () => void>();
  let last = 0;
  return {
    request: (then: () => void) => waiting.set(++last, then) && last,
    cancel: (handle: number) => void waiting.delete(handle),
    /** Shows a frame; says whether anybody waited for it. */
    show() {
      const due = [...waiting.values()];
      waiting.clear();
      for (const then of due) then();
      return due.length > 0;
    },
  };
}

let page: ReturnType<typeof frames>;

beforeEach(() => {
  page = frames();
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', page.request);
  vi.stubGlobal('cancelAnimationFrame', page.cancel);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const videoOf = (own: ReturnType<typeof frames>) =>
  ({
    requestVideoFrameCallback: own.request,
    cancelVideoFrameCallback: own.cancel,
  }) as unknown as HTMLVideoElement;

it('offers each frame of the video, and none of the page', () => {
  const own = frames();
  const offer = vi.fn();
  const stop = eachFrame(videoOf(own), offer);
  own.show();
  own.show();
  vi.advanceTimersByTime(60_000);
  expect(page.show()).toBe(false);
  expect(offer).toHaveBeenCalledTimes(2);
  stop();
  expect(own.show()).toBe(false);
});

it('takes the page’s frames where the video’s callback never comes', () => {
  const own = frames();
  const offer = vi.fn();
  const stop = eachFrame(videoOf(own), offer);
  vi.advanceTimersByTime(400);
  expect(offer).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  page.show();
  page.show();
  expect(offer).toHaveBeenCalledTimes(3);
  stop();
  expect(page.show()).toBe(false);
  expect(own.show()).toBe(false);
});

it('goes back to the video’s frames when the camera was only slow to start', () => {
  const own = frames();
  const offer = vi.fn();
  eachFrame(videoOf(own), offer);
  vi.advanceTimersByTime(600);
  own.show();
  expect(page.show()).toBe(false);
  own.show();
  expect(offer).toHaveBeenCalledTimes(3);
});

it('takes the page’s frames at once where a video has no callback', () => {
  const offer = vi.fn();
  const stop = eachFrame({} as HTMLVideoElement, offer);
  vi.advanceTimersByTime(1);
  page.show();
  expect(offer).toHaveBeenCalledTimes(2);
  stop();
  expect(page.show()).toBe(false);
});
