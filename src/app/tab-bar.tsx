import { useTranslation } from 'react-i18next';
import { CameraIcon, CurveIcon, EyeIcon } from '../ui/icons';
import styles from './tab-bar.module.css';

export type Step = 'collect' | 'train' | 'try';

const tabs = [
  { step: 'collect', icon: <CameraIcon /> },
  { step: 'train', icon: <CurveIcon /> },
  { step: 'try', icon: <EyeIcon /> },
] as const;

/** Without a step another view is in sight. */
type TabBarProps = { step: Step | undefined; onStep: (step: Step) => void };

/** The three steps on a phone. */
export function TabBar({ step, onStep }: TabBarProps) {
  const { t } = useTranslation();
  return (
    <nav className={styles.bar} aria-label={t('steps.label')}>
      {tabs.map((tab) => (
        <button
          key={tab.step}
          type="button"
          className={styles.tab}
          aria-current={tab.step === step ? 'step' : undefined}
          onClick={() => onStep(tab.step)}
        >
          {tab.icon}
          {t(`steps.${tab.step}`)}
        </button>
      ))}
    </nav>
  );
}
