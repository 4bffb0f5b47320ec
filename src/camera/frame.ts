/**
 * The picture that a video shows now.
 * @throws {DOMException} InvalidStateError while it shows none yet.
 */
export async function grabFrame(video: HTMLVideoElement): Promise<ImageBitmap> {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
    throw new DOMException('the video shows no picture yet', 'InvalidStateError');
  }
  return createImageBitmap(video);
}
