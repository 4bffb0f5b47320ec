import { useTranslation } from 'react-i18next';
import { ArrowIcon, CameraIcon, CurveIcon, EyeIcon, TableIcon } from '../ui/icons';
import styles from './tab-bar.module.css';
import type { View } from './view-switch';

export type Step = 'collect' | 'train' | 'try';

const tabs = [
  { step: 'collect', icon: <CameraIcon /> },
  { step: 'train', icon: <CurveIcon /> },
  { step: 'try', icon: <EyeIcon /> },
] as const;

const viewIcons = { inspect: <TableIcon />, transfer: <ArrowIcon /> };

type TabBarProps = { step: Step; view: View; onStep: (step: Step) => void };

/**
 * The three steps on a phone. A view that was opened from the menu stands next to them while it is
 * shown.
 */
export function TabBar({ step, view, onStep }: TabBarProps) {
  const { t } = useTranslation();
  return (
    <nav className={styles.bar} aria-label={t('steps.label')}>
      {tabs.map((tab) => (
        <button
          key={tab.step}
          type="button"
          className={styles.tab}
          aria-current={view === 'workspace' && tab.step === step ? 'step' : undefined}
          onClick={() => onStep(tab.step)}
        >
          {tab.icon}
          <span>{t(`steps.${tab.step}`)}</span>
        </button>
      ))}
      {view !== 'workspace' && (
        <span className={styles.tab} aria-current="page">
          {viewIcons[view]}
          <span>{t(`views.${view}`)}</span>
        </span>
      )}
    </nav>
  );
}
