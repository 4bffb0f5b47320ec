import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { Switch } from '../../ui/switch';
import styles from './l2-field.module.css';
import { RangeField } from './range-field';
import { l2Bounds } from './settings-view';

/** What Automatic begins with for the linear head, and always is for the MLP. */
const AUTOMATIC = { linear: 100, mlp: 10 };

/** Automatic, or a number. */
export function L2Field() {
  const { t } = useTranslation();
  const { l2, head } = useApp((state) => state.settings);
  const used = useApp((state) =>
    state.settings.head === 'linear' && state.learned?.settings.head === 'linear'
      ? state.learned.result.l2
      : undefined,
  );
  const { changeSettings } = useApp.getState();
  const { decimal } = formatsFor(currentLanguage());
  const automatic = l2 === 'auto';
  const value = automatic ? (used ?? AUTOMATIC[head]) : l2;

  return (
    <div className={styles.l2}>
      <RangeField
        label={t('advanced.l2.label')}
        hint={t('common.sentences', {
          first: t('advanced.l2.hint'),
          second:
            head === 'mlp'
              ? t('advanced.l2.fixed', { value: decimal(AUTOMATIC.mlp) })
              : automatic && used !== undefined
                ? t('advanced.l2.chosen', { value: decimal(used) })
                : t('advanced.l2.tries'),
        })}
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
