import { memo } from 'react';
import { pictureUrl } from '../../store/pictures';
import { useLateUrl } from '../../ui/use-late-url';
import styles from './sample-picture.module.css';

type SamplePictureProps = {
  id: string;
  /** Names the picture; empty where what surrounds it does. */
  alt?: string | undefined;
};

/** A stored picture; a grey square until it is read and where it is gone. */
export const SamplePicture = memo(function SamplePicture({ id, alt = '' }: SamplePictureProps) {
  const url = useLateUrl(id, pictureUrl)?.url;
  if (url === undefined) return <span className={styles.picture} />;
  return <img className={styles.picture} src={url} alt={alt} decoding="async" draggable={false} />;
});
