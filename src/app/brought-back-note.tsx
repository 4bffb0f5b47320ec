import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store';
import { Note } from '../ui/note';
import { FootNote } from './foot-note';

/**
 * Says that what the browser had lost is back. It lies over the foot of the page until it is
 * closed.
 */
export function BroughtBackNote() {
  const { t } = useTranslation();
  const brought = useApp((state) => state.broughtBack);
  const { closeBroughtBack } = useApp.getState();
  return (
    <FootNote role="status">
      {brought && (
        <Note kind="tip" close={{ label: t('common.close'), onClick: closeBroughtBack }}>
          {t('saving.broughtBack', { count: brought.pictures })}
        </Note>
      )}
    </FootNote>
  );
}
