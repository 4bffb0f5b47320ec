import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import type { Strength } from '../../model/head-kinds/facts';
import { useApp } from '../../store/app-store';
import { Switch } from '../../ui/switch';
import styles from './l2-field.module.css';
import { RangeField } from './range-field';

/** Either automatic or a number. */
export function L2Field({ strength }: { strength: Strength }) {
  const { t } = useTranslation();
  const { l2, head } = useApp((state) => state.settings);
  const { automatic: usual, chosen, ...bounds } = strength;
  const used = useApp(({ learned }) =>
    chosen && learned?.settings.head === head ? learned.result.l2 : undefined,
  );
  const { changeSettings } = useApp.getState();
  const { decimal } = formatsFor(currentLanguage());
  const automatic = l2 === 'auto';
  const value = automatic ? (used ?? usual) : l2;

  return (
    <div className={styles.l2}>
      <RangeField
        label={t('advanced.l2.label')}
        hint={t('common.sentences', {
          first: t('advanced.l2.hint'),
          second: !chosen
            ? t('advanced.l2.fixed', { value: decimal(usual) })
            : automatic && used !== undefined
              ? t('advanced.l2.chosen', { value: decimal(used) })
              : t('advanced.l2.tries'),
        })}
        disabledReason={automatic ? t('advanced.l2.whileAutomatic') : undefined}
        whole={false}
        value={Number(value.toPrecision(3))}
        {...bounds}
        onChange={(next) => changeSettings({ l2: next })}
      />
      <Switch
        label={t('advanced.auto')}
        checked={automatic}
        onChange={(on) => changeSettings({ l2: on ? 'auto' : Number(value.toPrecision(3)) })}
      />
    </div>
  );
}
