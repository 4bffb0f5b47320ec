import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';
import { HeatOverlay } from '../../ui/heat-overlay';
import { Switch } from '../../ui/switch';
import styles from './heat-map.module.css';

/**
 * Lies over the square of a lens and darkens what did not matter. The last map stays until the next
 * one comes.
 */
export function HeatMap({ mirrored = false }: { mirrored?: boolean }) {
  const { t } = useTranslation();
  const heat = useApp((state) => state.explanation?.heat);
  const row = useApp((state) => state.classes.find(({ id }) => id === heat?.classId));
  if (!heat) return null;
  const { width, height, values } = heat;
  if (width * height === 1) return null; // The switch explains why there is none.
  return (
    <>
      <span className={styles.square}>
        <HeatOverlay width={width} height={height} values={values} mirrored={mirrored} />
      </span>
      {row && (
        <span className={styles.tag}>{t('try.looked.tag', { name: className(t, row) })}</span>
      )}
    </>
  );
}

type HeatSwitchProps = { on: boolean; able: boolean; onChange: (on: boolean) => void };

export function HeatSwitch({ on, able, onChange }: HeatSwitchProps) {
  const { t } = useTranslation();
  const exact = useApp((state) => state.explanation?.heat.exact);
  const placeless = useApp(
    ({ explanation }) => explanation && explanation.heat.width * explanation.heat.height === 1,
  );
  return (
    <div className={styles.switch}>
      <Switch
        label={t('try.looked.show')}
        checked={on && able}
        onChange={onChange}
        disabledReason={able ? undefined : t('try.looked.untrained')}
      />
      {on && able && placeless && <span className={styles.how}>{t('try.looked.placeless')}</span>}
      {on && able && exact !== undefined && !placeless && (
        <span
          className={styles.how}
          title={t(exact ? 'try.looked.whyExact' : 'try.looked.whyApproximate')}
        >
          {t(exact ? 'try.looked.exact' : 'try.looked.approximate')}
        </span>
      )}
    </div>
  );
}
