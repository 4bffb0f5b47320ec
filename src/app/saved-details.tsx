// What is saved, how much room it takes, and what to do if saving fails.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveButton } from '../features/projects/save-button';
import { useApp } from '../store/app-store';
import { Button } from '../ui/button';
import { LiveRegion } from '../ui/live-region';
import { Muted } from '../ui/muted';
import { Note } from '../ui/note';
import { keepingOf } from './keeping';
import styles from './saved-details.module.css';
import type { SavedView } from './saved-view';

export function SavedDetails({ view }: { view: SavedView }) {
  const { t } = useTranslation();
  const savedAt = useApp((state) => state.savedAt);
  if (view.kind === 'memory') {
    return (
      <div className={styles.details}>
        <Note kind="warn">{t(`saving.memory.text.${view.why}`)}</Note>
        <p>{t(`saving.memory.what.${view.why}`)}</p>
        <div>
          <SaveButton />
        </div>
      </div>
    );
  }
  return (
    <div className={styles.details}>
      {view.kind === 'problem' ? (
        <Note kind="danger">{t(`saving.problem.${view.problem}`)}</Note>
      ) : (
        <p>
          {savedAt === undefined ? t('saving.allSaved') : t('saving.savedAt', { time: savedAt })}
        </p>
      )}
      {view.kind === 'short' && (
        <Note kind="warn">
          {t('common.sentences', {
            first: t('saving.nearlyFull.text', view),
            second: t('saving.nearlyFull.what'),
          })}
        </Note>
      )}
      <Room />
      <FreeDeleted />
    </div>
  );
}

/** What was deleted is kept so that it can come back. Its room can be freed at once. */
function FreeDeleted() {
  const { t } = useTranslation();
  const { freeDeleted } = useApp.getState();
  const { pictures, others } = useApp((state) => state.freeable);
  const some = pictures + others > 0;
  // Once there was something, the button stays, so that the focus does.
  const [offered, setOffered] = useState(some);
  if (some && !offered) setOffered(true);
  const follows = useApp((state) => state.role === 'follows');
  const busy = useApp((state) => state.transfer !== undefined);
  if (!offered) return null;
  const none = some ? undefined : t('saving.freeable.none');
  const reason = follows ? t('tabs.reason') : busy ? t('projects.whileCopying') : none;
  const kept =
    pictures > 0 ? t('saving.freeable.pictures', { count: pictures }) : t('saving.freeable.others');
  return (
    <div className={styles.free}>
      <Button disabledReason={reason} onClick={() => freeDeleted()}>
        {t('saving.free')}
      </Button>
      <LiveRegion message={none ?? ''} />
      <Muted small>{none ?? kept}</Muted>
    </div>
  );
}

function Room() {
  const { t } = useTranslation();
  const { usage, quota, persisted, twice } = useApp((state) => state.space);
  const projects = useApp((state) => state.projects);
  const keeping = keepingOf(persisted);
  const pictures = projects?.reduce((sum, each) => sum + each.pictures, 0);
  return (
    <>
      {usage !== undefined && quota !== undefined && pictures !== undefined && (
        <p>{t('saving.used', { pictures, usage, quota })}</p>
      )}
      {twice && <Muted small>{t('saving.twice')}</Muted>}
      <Muted small>{t(`saving.keeping.${keeping}`)}</Muted>
      {keeping !== 'persisted' && (
        <div>
          <SaveButton />
        </div>
      )}
    </>
  );
}
