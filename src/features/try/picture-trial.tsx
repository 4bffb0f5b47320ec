import { type ChangeEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button';
import { PictureIcon, UploadIcon } from '../../ui/icons';
import { Lens, LensWords } from './lens';
import styles from './picture-trial.module.css';
import { type ChosenPicture, firstPicture } from './use-picture';

/** A chosen picture as the model sees it: its centre square. */
export function PictureTrial({ picture: { url, choose } }: { picture: ChosenPicture }) {
  const { t } = useTranslation();
  return (
    <>
      <Lens dark={url !== undefined}>
        {url === undefined ? (
          <LensWords
            icon={<PictureIcon large />}
            title={t('try.choose')}
            text={t('try.dropOrPaste')}
          >
            <ChooseButton primary label={t('try.choose')} onChoose={choose} />
          </LensWords>
        ) : (
          <img className={styles.picture} src={url} alt={t('try.pictureAlt')} />
        )}
      </Lens>
      {url !== undefined && (
        <div className={styles.another}>
          <ChooseButton label={t('try.another')} onChoose={choose} />
          <span className={styles.hint}>{t('try.dropOrPaste')}</span>
        </div>
      )}
    </>
  );
}

type ChooseButtonProps = { label: string; primary?: boolean; onChoose: (picture: Blob) => void };

function ChooseButton({ label, primary = false, onChoose }: ChooseButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const picture = firstPicture(target.files ?? []);
    if (picture) onChoose(picture);
    // So that the same file can be chosen again.
    target.value = '';
  };
  return (
    <>
      <Button
        variant={primary ? 'primary' : 'default'}
        size={primary ? 'regular' : 'dense'}
        icon={<UploadIcon />}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={label}
        onChange={take}
        data-testid="try-picture"
      />
    </>
  );
}
