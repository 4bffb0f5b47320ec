import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { LiveRegion } from '../../ui/live-region';
import { Note } from '../../ui/note';

type FollowNoteProps = { className?: string | undefined };

/** Stands over the workspace while another tab works on the project. */
export function FollowNote({ className }: FollowNoteProps) {
  const { t } = useTranslation();
  const follows = useApp((state) => state.role === 'follows');
  const [followed, setFollowed] = useState(follows);
  if (follows && !followed) setFollowed(true);
  const turnedAway = useApp((state) => state.turnedAway);
  const { takeOver } = useApp.getState();
  const follow = turnedAway > 0 ? t('tabs.turnedAway', { count: turnedAway }) : t('tabs.follows');
  const said = follows ? follow : followed ? t('tabs.leads') : '';
  return (
    <>
      <LiveRegion message={said} />
      {follows && (
        <Note
          kind="warn"
          className={className}
          action={{ label: t('tabs.workHere'), onClick: takeOver }}
        >
          {follow}
        </Note>
      )}
    </>
  );
}
