import { type ComponentProps, type RefObject, useEffect } from 'react';

type CameraVideoProps = Omit<ComponentProps<'video'>, 'ref'> & {
  ref: RefObject<HTMLVideoElement | null>;
  stream: MediaStream | undefined;
  label: string;
};

/** What the camera sees, for as long as it is on. */
export function CameraVideo({ ref, stream, label, ...rest }: CameraVideoProps) {
  useEffect(() => {
    const video = ref.current;
    if (!video) return;
    video.srcObject = stream ?? null;
    return stream && keepPlaying(video);
  }, [ref, stream]);
  return <video {...rest} ref={ref} aria-label={label} autoPlay muted playsInline />;
}

/**
 * Plays the video again when something else has paused it. iOS does so when a call comes in or
 * another app uses the camera, and then goes on showing the last frame.
 */
function keepPlaying(video: HTMLVideoElement): () => void {
  const play = () => {
    if (!video.paused || document.hidden) return;
    video.play().catch((error: unknown) => {
      // The camera went off meanwhile, or the browser still wants it paused.
      if (!(error instanceof DOMException)) throw error;
    });
  };
  video.addEventListener('pause', play);
  document.addEventListener('visibilitychange', play);
  return () => {
    video.removeEventListener('pause', play);
    document.removeEventListener('visibilitychange', play);
  };
}
