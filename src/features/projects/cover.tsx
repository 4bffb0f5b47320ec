import { memo } from 'react';
import { pictureUrl } from '../../runtime/pictures';
import { useLateUrl } from '../../ui/use-late-url';
import styles from './cover.module.css';

/** A picture of the project. It is a grey square until it is read, and if there is none. */
export const Cover = memo(function Cover({ id }: { id: string | undefined }) {
  const url = useLateUrl(id, pictureUrl)?.url;
  if (url === undefined) return <span className={styles.cover} />;
  return <img className={styles.cover} src={url} alt="" draggable={false} />;
});
