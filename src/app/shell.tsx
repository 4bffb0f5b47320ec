// The page: bar, three columns that become three steps on a phone, tab bar.
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CollectColumn } from '../features/collect/collect-column';
import { FollowNote } from '../features/projects/follow-note';
import { TrainColumn } from '../features/train/train-column';
import { TryColumn } from '../features/try/try-column';
import { useApp } from '../store/app-store';
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
  // Another tab works on the project: here one looks, and tries.
  const follows = useApp((state) => state.role === 'follows');
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
      <main id="main" tabIndex={-1} className={styles.main}>
        <FollowNote className={styles.note} />
        <div className={styles.desk}>
          <div
            ref={collect}
            tabIndex={-1}
            className={column('collect')}
            data-away={!inSight('collect') || undefined}
          >
            <div className={styles.still} inert={follows}>
              <CollectColumn visible={inSight('collect') && !follows} />
            </div>
          </div>
          <div className={styles.right}>
            <div className={column('train')} data-away={!inSight('train') || undefined}>
              <div className={styles.still} inert={follows}>
                <TrainColumn />
              </div>
            </div>
            <div className={column('try')} data-away={!inSight('try') || undefined}>
              <TryColumn visible={inSight('try')} onCollect={goCollect} />
            </div>
          </div>
        </div>
      </main>
      {phone && <TabBar step={step} onStep={setStep} />}
      <UnexpectedNote />
    </div>
  );
}
