/** How long a video may keep its own callback back before the page's frames take its place. */
const PATIENCE_MS = 500;

/**
 * Calls `offer` for each frame that the video shows, until the function that it returns is called.
 * WebKitGTK has a callback for a video's frames but never calls it for a camera, and older browsers
 * have none. The page's own frames come often enough there, although some of them show the same.
 */
export function eachFrame(video: HTMLVideoElement, offer: () => void): () => void {
  let pageFrame = 0;
  let videoFrame = 0;
  const hasCallback = 'requestVideoFrameCallback' in video;
  const onPageFrame = () => {
    offer();
    pageFrame = requestAnimationFrame(onPageFrame);
  };
  const onVideoFrame = () => {
    clearTimeout(late);
    cancelAnimationFrame(pageFrame);
    offer();
    videoFrame = video.requestVideoFrameCallback(onVideoFrame);
  };
  const late = setTimeout(onPageFrame, hasCallback ? PATIENCE_MS : 0);
  if (hasCallback) videoFrame = video.requestVideoFrameCallback(onVideoFrame);
  return () => {
    clearTimeout(late);
    cancelAnimationFrame(pageFrame);
    if (hasCallback) video.cancelVideoFrameCallback(videoFrame);
  };
}
