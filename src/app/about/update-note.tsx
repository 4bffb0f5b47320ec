import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Note } from '../../ui/note';
import { FootNote } from '../foot-note';
import { loadUpdate } from '../keep-offline';
import { isUnderWay } from '../leaving';
import { useOffline } from '../offline';

/**
 * Lies over the foot of the page until it is answered. The new version comes with the next visit
 * anyway.
 */
export function UpdateNote() {
  const { t } = useTranslation('about');
  const update = useOffline((state) => state.update);
  const [tooEarly, setTooEarly] = useState(false);
  // Reloading would lose what is only half done.
  const isBusy = useApp((state) => isUnderWay(state) || state.recording !== undefined);
  const load = () => {
    setTooEarly(isBusy);
    if (!isBusy) loadUpdate();
  };
  const words = () => {
    if (isBusy && tooEarly) return t('update.whileSaving');
    return t(update === 'others-are-open' ? 'update.othersAreOpen' : 'update.offered');
  };
  return (
    <FootNote role="status">
      <Note
        kind="tip"
        action={{ label: t('update.load'), onClick: load }}
        close={{ label: t('update.close'), onClick: () => useOffline.setState({ update: 'none' }) }}
      >
        {words()}
      </Note>
    </FootNote>
  );
}
