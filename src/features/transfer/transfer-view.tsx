// Transfer: what the backbone brings to the person's own task, and how much of it to train.
import { useId } from 'react';
import { useApp } from '../../store/app-store';
import { Muted } from '../../ui/muted';
import { AdviserCard } from './adviser-card';
import { BeforeAfterCard } from './before-after-card';
import { ChannelMapsCard } from './channel-maps-card';
import { CurveCard } from './curve-card';
import { DomainCard } from './domain-card';
import { PaceCard } from './pace-card';
import { SecondTaskCard } from './second-task-card';
import { StrategiesCard } from './strategies-card';
import { TasksCard } from './tasks-card';
import styles from './transfer-view.module.css';
import { useTexts } from './use-texts';
import { VerdictCard } from './verdict-card';

type TransferViewProps = {
  /** Goes to where pictures are added. */
  onCollect: () => void;
};

export function TransferView({ onCollect }: TransferViewProps) {
  const { t, page } = useTexts();
  const id = useId();
  const project = useApp((state) => state.project?.id);
  return (
    <section className={styles.page} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id}>{page('views.transfer')}</h2>
        <Muted>{t('what')}</Muted>
      </header>
      {/* Another project has nothing of what was chosen in the last one. */}
      <div key={project} className={styles.panels}>
        <TasksCard onCollect={onCollect} />
        <BeforeAfterCard />
        <ChannelMapsCard />
        <StrategiesCard />
        <VerdictCard />
        <PaceCard />
        <CurveCard />
        <AdviserCard />
        <SecondTaskCard />
        <DomainCard />
      </div>
    </section>
  );
}
