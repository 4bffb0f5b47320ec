import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { readiness } from '../../store/train/readiness';
import { Button } from '../../ui/button';
import { ArrowIcon, EyeIcon, LockIcon } from '../../ui/icons';
import { Lens, LensWords } from './lens';
import styles from './untrained.module.css';

type UntrainedProps = {
  source: 'camera' | 'picture';
  onCollect: () => void;
  onTrain: () => void;
};

/** Shown before anything is learned: what will be here, and the next step. */
export function Untrained({ source, onCollect, onTrain }: UntrainedProps) {
  const { t } = useTranslation();
  // There are enough pictures, but the learning was reset, or it does not start by itself.
  const canTrain = useApp((state) => readiness(state).can);
  const words = canTrain
    ? { title: t('try.canTrain') }
    : source === 'camera'
      ? { title: t('try.empty.title'), text: t('try.empty.text') }
      : { title: t('try.untrained') };
  return (
    <Lens>
      <LensWords icon={<EyeIcon large />} {...words}>
        <Button icon={<ArrowIcon />} onClick={canTrain ? onTrain : onCollect}>
          {t(canTrain ? 'try.goTrain' : 'try.goCollect')}
        </Button>
      </LensWords>
    </Lens>
  );
}

/** The text is complete if nothing has been shown yet. */
export function Privacy({ brief }: { brief: boolean }) {
  const { t } = useTranslation();
  return (
    <p className={styles.privacy}>
      <LockIcon />
      <span>
        {brief ? (
          t('privacy.title')
        ) : (
          <>
            <b>{`${t('privacy.title')} `}</b>
            <span>{t('privacy.text')}</span>
          </>
        )}
      </span>
    </p>
  );
}
