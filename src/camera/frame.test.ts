import { afterEach, expect, it, vi } from 'vitest';
import { grabFrame } from './frame';

afterEach(() => vi.unstubAllGlobals());

it('is the picture of a video that shows one, and an error before', async () => {
  const createImageBitmap = vi.fn(async () => 'bitmap');
  vi.stubGlobal('createImageBitmap', createImageBitmap);
  vi.stubGlobal('HTMLMediaElement', { HAVE_CURRENT_DATA: 2 });
  const video = (readyState: number, videoWidth: number) =>
    ({ readyState, videoWidth }) as HTMLVideoElement;

  expect(await grabFrame(video(2, 640))).toBe('bitmap');
  for (const early of [video(1, 640), video(4, 0)]) {
    await expect(grabFrame(early)).rejects.toMatchObject({ name: 'InvalidStateError' });
  }
  expect(createImageBitmap).toHaveBeenCalledOnce();
});
