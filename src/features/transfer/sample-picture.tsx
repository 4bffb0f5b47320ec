import { memo, useEffect, useState } from 'react';
import { pictureUrl } from '../../store/pictures';
import styles from './sample-picture.module.css';

type SamplePictureProps = {
  id: string;
  /** Names the picture; empty where what surrounds it does. */
  alt?: string | undefined;
};

/** A stored picture; a grey square until it is read and where it is gone. */
export const SamplePicture = memo(function SamplePicture({ id, alt = '' }: SamplePictureProps) {
  const [found, setFound] = useState<{ id: string; url: string | undefined }>();

  useEffect(() => {
    let wanted = true;
    const show = (url: string | undefined) => wanted && setFound({ id, url });
    pictureUrl(id).then(show, () => show(undefined));
    return () => {
      wanted = false;
    };
  }, [id]);

  const url = found?.id === id ? found.url : undefined;
  if (url === undefined) return <span className={styles.picture} />;
  return <img className={styles.picture} src={url} alt={alt} decoding="async" draggable={false} />;
});
