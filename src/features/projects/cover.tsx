import { memo, useEffect, useState } from 'react';
import { pictureUrl } from '../../store/pictures';
import styles from './cover.module.css';

/** A picture of the project; a grey square until it is read and where there is none. */
export const Cover = memo(function Cover({ id }: { id: string | undefined }) {
  const [found, setFound] = useState<{ id: string; url: string | undefined }>();

  useEffect(() => {
    if (id === undefined) return;
    let wanted = true;
    const show = (url: string | undefined) => wanted && setFound({ id, url });
    pictureUrl(id).then(show, () => show(undefined));
    return () => {
      wanted = false;
    };
  }, [id]);

  const url = found?.id === id ? found?.url : undefined;
  if (url === undefined) return <span className={styles.cover} />;
  return <img className={styles.cover} src={url} alt="" draggable={false} />;
});
