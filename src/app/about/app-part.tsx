import { useTranslation } from 'react-i18next';
import { version } from '../../../package.json';
import { Button } from '../../ui/button';
import { useOffline } from '../offline';
import styles from './text.module.css';

/** What it is, whether it works without a network, and how to install it. */
export function AppPart() {
  const { t } = useTranslation('about');
  const kept = useOffline((state) => state.kept);
  const install = useOffline((state) => state.install);
  const isInstalled = matchMedia('(display-mode: standalone)').matches;
  return (
    <div className={styles.text}>
      <p>{t('what')}</p>
      <p className={styles.hint}>{t('version', { version })}</p>
      <h3>{t('kept.title')}</h3>
      <p>{t(`kept.${kept}`)}</p>
      <h3>{t('install.title')}</h3>
      <p>{isInstalled ? t('install.isInstalled') : t('install.text')}</p>
      {!isInstalled && (
        <div>
          <Button
            disabledReason={install ? undefined : t('install.whyNot')}
            onClick={() => install?.()}
          >
            {t('install.run')}
          </Button>
        </div>
      )}
      {!isInstalled && !install && <p className={styles.hint}>{t('install.whyNot')}</p>}
    </div>
  );
}
