import { useTranslation } from 'react-i18next';
import { version } from '../../../package.json';
import { Button } from '../../ui/button';
import { Muted } from '../../ui/muted';
import { isInstalled } from '../keeping';
import { useOffline } from '../offline';
import { Part } from './part';

/** What it is, whether it works without a network, and how to install it. */
export function AppPart() {
  const { t } = useTranslation('about');
  const kept = useOffline((state) => state.kept);
  const install = useOffline((state) => state.install);
  const installed = isInstalled();
  return (
    <Part>
      <p>{t('what')}</p>
      <Muted faint>{t('version', { version })}</Muted>
      <h3>{t('kept.title')}</h3>
      <p>{t(`kept.${kept}`)}</p>
      <h3>{t('install.title')}</h3>
      <p>{installed ? t('install.isInstalled') : t('install.text')}</p>
      {!installed && (
        <div>
          <Button
            disabledReason={install ? undefined : t('install.whyNot')}
            onClick={() => install?.()}
          >
            {t('install.run')}
          </Button>
        </div>
      )}
      {!installed && !install && <Muted faint>{t('install.whyNot')}</Muted>}
    </Part>
  );
}
