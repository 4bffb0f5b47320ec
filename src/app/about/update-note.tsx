import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { isTakingIn } from '../../store/collect/collect-slice';
import { Note } from '../../ui/note';
import { FootNote } from '../foot-note';
import { loadUpdate } from '../keep-offline';
import { useOffline } from '../offline';

/** Over the page's foot, until it is answered: the new version comes at the next visit anyway. */
export function UpdateNote() {
  const { t } = useTranslation('about');
  const update = useOffline((state) => state.update);
  const [tooEarly, setTooEarly] = useState(false);
  // What is half written would be lost.
  const isBusy = useApp((state) => isTakingIn(state) || state.recording !== undefined);
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
