import { useTranslation } from 'react-i18next';
import { backboneName } from '../../i18n/backbone-name';
import { useApp } from '../../store/app-store';
import { Disclosure } from '../../ui/disclosure';
import { lazyPart } from '../../ui/lazy-part';
import styles from './advanced.module.css';

const AdvancedFields = lazyPart(async () => ({
  default: (await import('./advanced-fields')).AdvancedFields,
}));

export function Advanced() {
  const { t } = useTranslation();
  const settings = useApp((state) => state.settings);
  const spec = useApp((state) => state.spec);
  return (
    <div className={styles.advanced}>
      <Disclosure
        label={t('advanced.title')}
        aside={
          <span className={styles.summary}>
            {t('advanced.summary', {
              backbone: backboneName(t, spec),
              head: t(`advanced.head.${settings.head}Short`),
              seed: settings.seed,
            })}
          </span>
        }
      >
        <AdvancedFields />
      </Disclosure>
    </div>
  );
}
