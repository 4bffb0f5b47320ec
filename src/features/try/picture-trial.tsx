import { type ChangeEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { DangerIcon, PictureIcon, UploadIcon } from '../../ui/icons';
import { KeptSquare, useLensRatio } from '../../ui/kept-square';
import { HeatMap } from './heat-map';
import { Lens, LensTag, LensWords } from './lens';
import styles from './picture-trial.module.css';
import { isOfPicture } from './trial-error';
import { type ChosenPicture, firstPicture } from './use-picture';

/**
 * If the long side is this many times the short one, a person may miss what lies outside the
 * square.
 */
const MUCH_CUT = 1.5;

type PictureTrialProps = {
  picture: ChosenPicture;
  /** Whether to darken what did not matter. */
  explained: boolean;
};

/**
 * A chosen picture as the model sees it, which is its centre square. Or the reason why it cannot be
 * read.
 */
export function PictureTrial({ picture: { url, choose }, explained }: PictureTrialProps) {
  const { t } = useTranslation();
  const error = useApp((state) => state.trialError);
  const ratio = useLensRatio();
  const { natural = 1 } = ratio;
  const cut = Math.max(natural, 1 / natural) > MUCH_CUT;

  if (url === undefined) {
    return (
      <Lens>
        <LensWords icon={<PictureIcon large />} title={t('try.choose')} text={t('try.dropOrPaste')}>
          <ChooseButton primary label={t('try.choose')} onChoose={choose} />
        </LensWords>
      </Lens>
    );
  }
  if (isOfPicture(error)) {
    return (
      <Lens>
        <div role="alert" className={styles.problem}>
          <LensWords
            icon={<DangerIcon large className={styles.danger ?? ''} />}
            title={t(`try.unreadable.${error}`)}
          />
        </div>
      </Lens>
    );
  }
  return (
    <Lens dark>
      <img
        className={styles.picture}
        style={{ aspectRatio: ratio.value }}
        src={url}
        alt={t('try.pictureAlt')}
        {...ratio.ofImage}
      />
      <KeptSquare />
      {explained && <HeatMap />}
      {cut && <LensTag>{t('try.onlySquare')}</LensTag>}
    </Lens>
  );
}

/** Stands next to the switch once there is a picture. */
export function AnotherPicture({ picture: { url, choose } }: { picture: ChosenPicture }) {
  const { t } = useTranslation();
  return url !== undefined && <ChooseButton label={t('try.another')} onChoose={choose} />;
}

type ChooseButtonProps = { label: string; primary?: boolean; onChoose: (picture: Blob) => void };

function ChooseButton({ label, primary = false, onChoose }: ChooseButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const picture = firstPicture(target.files ?? []);
    if (picture) onChoose(picture);
    // This lets the same file be chosen again.
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
