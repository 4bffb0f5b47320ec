import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useApp } from '../../store/app-store';
import { useCameraState } from '../../store/use-camera';
import { record } from './record';

/** A camera that shows this many frames a second. */
let framesPerSecond: number;
const video = {
  readyState: 2,
  videoWidth: 640,
  requestVideoFrameCallback: (then: () => void) => setTimeout(then, 1000 / framesPerSecond),
  cancelVideoFrameCallback: (handle: number) => clearTimeout(handle),
} as unknown as HTMLVideoElement;
const recordFrame = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  framesPerSecond = 30;
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('cancelAnimationFrame', () => {});
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  vi.stubGlobal('createImageBitmap', async () => ({ close() {} }));
  recordFrame.mockClear();
  useApp.setState({ startRecording() {}, stopRecording() {}, recordFrame });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('takes exactly as many pictures as were asked for', async () => {
  let stop = () => {};
  const onEnd = vi.fn(() => stop());
  stop = record(video, { classId: 'ants' }, 8, { pictures: 24, onEnd });
  await vi.advanceTimersByTimeAsync(2900);
  expect(recordFrame).toHaveBeenCalledTimes(24);
  expect(onEnd).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(recordFrame).toHaveBeenCalledTimes(24);
});

it('takes no frame twice from a camera that brings fewer than are asked for', async () => {
  framesPerSecond = 10;
  const stop = record(video, { classId: 'ants' }, 30, { onEnd() {} });
  await vi.advanceTimersByTimeAsync(3000);
  stop();
  expect(recordFrame.mock.calls.length).toBeGreaterThanOrEqual(29);
  expect(recordFrame.mock.calls.length).toBeLessThanOrEqual(31);
});

it('takes nothing while the camera is muted, and goes on after it', async () => {
  const stop = record(video, { classId: 'ants' }, 8, { onEnd() {} });
  useCameraState.setState({ muted: true });
  const frames = recordFrame.mock.calls.length;
  await vi.advanceTimersByTimeAsync(2000);
  expect(recordFrame.mock.calls.length).toBeLessThanOrEqual(frames + 1);
  const muted = recordFrame.mock.calls.length;
  useCameraState.setState({ muted: false });
  await vi.advanceTimersByTimeAsync(1000);
  expect(recordFrame.mock.calls.length).toBeGreaterThan(muted + 6);
  stop();
});

it('takes one at least, as by a tap', async () => {
  record(video, { classId: 'ants' }, 8, { onEnd() {} })();
  await vi.advanceTimersByTimeAsync(1000);
  expect(recordFrame).toHaveBeenCalledTimes(1);
});

it('ends with the recording that it takes frames for, whoever ends that', async () => {
  let stop = () => {};
  const onEnd = vi.fn(() => stop());
  stop = record(video, { classId: 'ants' }, 8, { onEnd });
  useApp.setState({
    recording: { classId: 'ants', group: 'g', test: false, startedAt: 0, taken: 0 },
  });
  await vi.advanceTimersByTimeAsync(1000);
  const frames = recordFrame.mock.calls.length;
  useApp.setState({ recording: undefined });
  expect(onEnd).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(1000);
  expect(recordFrame).toHaveBeenCalledTimes(frames);
});
