import { memo } from 'react';
import styles from './late-picture.module.css';
import { useLateUrl } from './use-late-url';

type LatePictureProps = {
  /** Left out if it is not yet known which picture to show. */
  id?: string | undefined;
  /** Reads the picture's URL. It must be the same function at each render. */
  read: (id: string) => Promise<string | undefined>;
  /** Names the picture. Empty if the text around it does so. */
  alt?: string | undefined;
};

/**
 * A square picture that is read when it is shown. It stays grey until then, and if the picture is
 * gone.
 */
export const LatePicture = memo(function LatePicture({ id, read, alt = '' }: LatePictureProps) {
  const url = useLateUrl(id, read)?.url;
  if (url === undefined) return <span className={styles.picture} />;
  return <img className={styles.picture} src={url} alt={alt} decoding="async" draggable={false} />;
});
