import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { testCount } from '../../store/collect/set-aside';
import { Button } from '../../ui/button';
import { LockIcon } from '../../ui/icons';
import styles from './test-set-line.module.css';

/** How many of the project's pictures are set aside for testing, and a way to set some aside. */
export function TestSetLine({ onChange }: { onChange: () => void }) {
  const { t } = useTranslation();
  const count = useApp(testCount);
  return (
    <p className={styles.line}>
      <LockIcon />
      <span className={styles.text}>
        {count === 0 ? t('testSet.none') : t('testSet.some', { count })}
      </span>
      <Button variant="link" onClick={onChange}>
        {count === 0 ? t('testSet.setAside') : t('testSet.change')}
      </Button>
    </p>
  );
}
