import { useTranslation } from 'react-i18next';
import { useApp } from '../store/app-store';
import { Note } from '../ui/note';
import { FootNote } from './foot-note';

/** Projects that the browser had lost and that are there again: said, over the page's foot, until it is closed. */
export function BroughtBackNote() {
  const { t } = useTranslation();
  const count = useApp((state) => state.broughtBack);
  const { closeBroughtBack } = useApp.getState();
  return (
    <FootNote role="status">
      {count > 0 && (
        <Note kind="tip" close={{ label: t('common.close'), onClick: closeBroughtBack }}>
          {t('saving.broughtBack', { count })}
        </Note>
      )}
    </FootNote>
  );
}
