import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useApp } from '../../store/app-store';
import { record } from './record';

const video = { readyState: 2, videoWidth: 640 } as HTMLVideoElement;
const recordFrame = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
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
