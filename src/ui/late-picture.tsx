import { memo } from 'react';
import styles from './late-picture.module.css';
import { useLateUrl } from './use-late-url';

type LatePictureProps = {
  /** Left out where what it will show is not known yet. */
  id?: string | undefined;
  /** Reads the picture's URL; the same function at each render. */
  read: (id: string) => Promise<string | undefined>;
  /** Names the picture; empty where what surrounds it does. */
  alt?: string | undefined;
};

/** A square picture that is read when it is shown; grey until then and where it is gone. */
export const LatePicture = memo(function LatePicture({ id, read, alt = '' }: LatePictureProps) {
  const url = useLateUrl(id, read)?.url;
  if (url === undefined) return <span className={styles.picture} />;
  return <img className={styles.picture} src={url} alt={alt} decoding="async" draggable={false} />;
});
