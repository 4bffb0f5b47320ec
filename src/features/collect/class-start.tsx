import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button';
import { CameraIcon, UploadIcon } from '../../ui/icons';
import { bringInChosen } from './bring-in';
import styles from './class-start.module.css';

type ClassStartProps = {
  classId: string;
  cameraButton: Ref<HTMLButtonElement>;
  onCamera: () => void;
};

/** The next step for the first class that has no pictures. */
export function ClassStart({ classId, cameraButton, onCamera }: ClassStartProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.start}>
      <div className={styles.ways}>
        <Button
          ref={cameraButton}
          data-way="camera"
          variant="primary"
          size="large"
          icon={<CameraIcon />}
          onClick={onCamera}
        >
          {t('first.camera')}
        </Button>
        <Button
          data-way="files"
          size="large"
          className={styles.files ?? ''}
          icon={<UploadIcon />}
          onClick={() => bringInChosen({}, classId)}
        >
          {t('first.files')}
        </Button>
      </div>
      <p className={styles.hint}>{t('first.hint')}</p>
    </div>
  );
}
