import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { NumberField } from '../../ui/number-field';
import { Switch } from '../../ui/switch';
import styles from './l2-field.module.css';
import { l2Bounds } from './settings-view';

/** Before anything was learned there is no strength in use to begin with. */
const FIRST = { linear: 100, mlp: 0.01 };

/** Automatic, or a number. */
export function L2Field() {
  const { t } = useTranslation();
  const { l2, head } = useApp((state) => state.settings);
  const used = useApp((state) =>
    state.learned?.settings.head === state.settings.head ? state.learned.result.l2 : undefined,
  );
  const { changeSettings } = useApp.getState();
  const { decimal } = formatsFor(currentLanguage());
  const automatic = l2 === 'auto';
  const value = automatic ? (used ?? FIRST[head]) : l2;

  return (
    <div className={styles.l2}>
      <NumberField
        label={t('advanced.l2.label')}
        hint={
          automatic && used !== undefined
            ? t('common.sentences', {
                first: t('advanced.l2.hint'),
                second: t('advanced.l2.chosen', { value: decimal(used) }),
              })
            : t('advanced.l2.hint')
        }
        disabledReason={automatic ? t('advanced.l2.whileAutomatic') : undefined}
        whole={false}
        value={Number(value.toPrecision(3))}
        {...l2Bounds(head)}
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
