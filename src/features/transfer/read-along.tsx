import { Disclosure } from '../../ui/disclosure';
import styles from './read-along.module.css';
import { useTexts } from './use-texts';

type Told =
  | 'tasks'
  | 'sight'
  | 'adviser'
  | 'domain'
  | 'maps'
  | 'strategies'
  | 'verdict'
  | 'curve'
  | 'pace'
  | 'second';

/** Three sentences on the idea of a panel, and something to try. */
export function ReadAlong({ of }: { of: Told }) {
  const { t } = useTexts();
  return (
    <Disclosure label={t('readAlong.label')}>
      <div className={styles.words}>
        <p>{t(`readAlong.${of}.idea`)}</p>
        <p>
          <b>{`${t('readAlong.try')} `}</b>
          <span>{t(`readAlong.${of}.try`)}</span>
        </p>
      </div>
    </Disclosure>
  );
}
