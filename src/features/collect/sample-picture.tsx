import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { pictureUrl } from '../../runtime/pictures';
import { useLateUrl } from '../../ui/use-late-url';
import styles from './sample-picture.module.css';

type SamplePictureProps = {
  id: string;
  /** Names the picture. Empty if the text around it does so. */
  alt: string;
  /** The file's name, shown in place of a picture that is gone. */
  fileName?: string | undefined;
};

/** A stored picture. It is a grey square until it is read, and shows its name if it is gone. */
export const SamplePicture = memo(function SamplePicture({
  id,
  alt,
  fileName,
}: SamplePictureProps) {
  const { t } = useTranslation();
  const found = useLateUrl(id, pictureUrl);

  if (!found) return <span className={styles.picture} />;
  if (found.url === undefined) {
    const name = fileName ?? alt;
    return (
      <span className={styles.picture} title={t('classes.missing', { name })}>
        <span className={styles.name}>{t('classes.missing', { name })}</span>
      </span>
    );
  }
  return (
    <img className={styles.picture} src={found.url} alt={alt} decoding="async" draggable={false} />
  );
});
