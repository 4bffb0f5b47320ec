// The page: bar, three columns that become three steps on a phone, tab bar.
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CollectColumn } from '../features/collect/collect-column';
import { TrainColumn } from '../features/train/train-column';
import { TryColumn } from '../features/try/try-column';
import { media, useMedia } from '../ui/use-media';
import styles from './shell.module.css';
import { type Step, TabBar } from './tab-bar';
import { TopBar } from './top-bar';
import { UnexpectedNote } from './unexpected-note';
import { useHistoryKeys } from './use-history-keys';

export function Shell() {
  const { t } = useTranslation();
  const phone = useMedia(media.phone);
  const [step, setStep] = useState<Step>('collect');
  const collect = useRef<HTMLDivElement>(null);
  useHistoryKeys();
  const goCollect = () => {
    setStep('collect');
    // Once it is in sight.
    requestAnimationFrame(() => collect.current?.focus());
  };
  const inSight = (one: Step) => !phone || one === step;
  const column = (one: Step) => `${styles.column} ${styles[one]}`;

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t('app.skip')}
      </a>
      <TopBar phone={phone} />
      <main id="main" tabIndex={-1} className={styles.desk}>
        <div
          ref={collect}
          tabIndex={-1}
          className={column('collect')}
          data-away={!inSight('collect') || undefined}
        >
          <CollectColumn visible={inSight('collect')} />
        </div>
        <div className={styles.right}>
          <div className={column('train')} data-away={!inSight('train') || undefined}>
            <TrainColumn />
          </div>
          <div className={column('try')} data-away={!inSight('try') || undefined}>
            <TryColumn visible={inSight('try')} onCollect={goCollect} />
          </div>
        </div>
      </main>
      {phone && <TabBar step={step} onStep={setStep} />}
      <UnexpectedNote />
    </div>
  );
}
