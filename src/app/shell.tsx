// The page: the bar, three columns that become three steps on a phone, and the tab bar.
import { useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CollectColumn } from '../features/collect/collect-column';
import { FollowNote } from '../features/projects/follow-note';
import { TrainColumn } from '../features/train/train-column';
import { TryColumn } from '../features/try/try-column';
import { loadInspectTexts, loadViewTexts } from '../i18n/i18n';
import { useApp } from '../store/app-store';
import { lazyPart } from '../ui/lazy-part';
import { media, useMedia } from '../ui/use-media';
import { BroughtBackNote } from './brought-back-note';
import { AnswerBeside, Compare } from './compare';
import { ExampleGuide, Examples } from './examples';
import { LimitNote } from './limit-note';
import { SaveReminder } from './save-reminder';
import { SharedQuestion } from './shared-question';
import styles from './shell.module.css';
import { type Step, TabBar } from './tab-bar';
import { TakeAway } from './take-away';
import { TopBar } from './top-bar';
import { UnexpectedNote } from './unexpected-note';
import { UpdateOffer } from './update-offer';
import { useHistoryKeys } from './use-history-keys';
import { useView } from './use-view';

/** Loaded with its texts when it is first looked at. */
const InspectView = lazyPart(async () => {
  const [loaded] = await Promise.all([
    import('../features/inspect/inspect-view'),
    loadInspectTexts(),
  ]);
  return { default: loaded.InspectView };
});

const TransferView = lazyPart(async () => {
  const [loaded] = await Promise.all([
    import('../features/transfer/transfer-view'),
    loadViewTexts('transfer'),
  ]);
  return { default: loaded.TransferView };
});

export function Shell() {
  const { t } = useTranslation();
  const phone = useMedia(media.phone);
  const [step, setStep] = useState<Step>('collect');
  const [view, setView] = useView();
  // The switch answers at once, and the view is rendered bit by bit after it.
  const shown = useDeferredValue(view);
  // A first visit begins on the left, so the rest is rendered afterwards, bit by bit.
  const whole = useDeferredValue(true, false);
  const [takingAway, setTakingAway] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const collect = useRef<HTMLDivElement>(null);
  const train = useRef<HTMLDivElement>(null);
  // Another tab works on the project, so this one can only look and try.
  const follows = useApp((state) => state.role === 'follows');
  // Nothing inert can take the focus. Therefore the column itself does, so that the keys scroll it.
  const scrolled = follows ? 0 : -1;
  // The address may name another view before that view has anything to show.
  const opened = useApp((state) => state.project !== undefined);
  useHistoryKeys();
  const goTo = (one: 'collect' | 'train') => {
    setView('workspace');
    setStep(one);
    // The column has to be visible first.
    requestAnimationFrame(() => (one === 'collect' ? collect : train).current?.focus());
  };
  const inSight = (one: Step) => view === 'workspace' && (!phone || one === step);
  const column = (one: Step) => `${styles.column} ${styles[one]}`;

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main">
        {t('app.skip')}
      </a>
      <TopBar phone={phone} view={view} onView={setView} />
      <main id="main" tabIndex={-1} className={styles.main}>
        <FollowNote className={styles.note} />
        <div className={styles.desk} data-away={shown !== 'workspace' || undefined}>
          <div
            ref={collect}
            tabIndex={scrolled}
            className={column('collect')}
            data-away={!inSight('collect') || undefined}
          >
            <div className={styles.still} inert={follows}>
              <CollectColumn
                visible={inSight('collect') && !follows}
                guide={<ExampleGuide />}
                onExamples={() => setChoosing(true)}
              />
            </div>
          </div>
          <div className={styles.right}>
            <div
              ref={train}
              tabIndex={scrolled}
              className={column('train')}
              data-away={!inSight('train') || undefined}
            >
              <div className={styles.still} inert={follows}>
                {whole && <TrainColumn />}
              </div>
            </div>
            <div className={column('try')} data-away={!inSight('try') || undefined}>
              {whole && (
                <TryColumn
                  visible={inSight('try')}
                  onCollect={() => goTo('collect')}
                  onTrain={() => goTo('train')}
                  onTakeAway={() => setTakingAway(true)}
                  beside={<AnswerBeside />}
                />
              )}
            </div>
          </div>
        </div>
        {shown !== 'workspace' && opened && (
          <div className={styles.view} key={shown}>
            {shown === 'inspect' ? (
              <InspectView onTrain={() => goTo('train')} onCollect={() => goTo('collect')} />
            ) : (
              <TransferView onCollect={() => goTo('collect')} />
            )}
          </div>
        )}
      </main>
      {phone && (
        <TabBar
          step={step}
          view={view}
          onStep={(one) => {
            setView('workspace');
            setStep(one);
          }}
        />
      )}
      <BroughtBackNote />
      <SharedQuestion />
      <SaveReminder />
      <LimitNote />
      {choosing && <Examples onClose={() => setChoosing(false)} />}
      <Compare />
      {takingAway && <TakeAway onClose={() => setTakingAway(false)} />}
      <UpdateOffer />
      <UnexpectedNote />
    </div>
  );
}
