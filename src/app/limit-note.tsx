import { useTranslation } from 'react-i18next';
import { MOST_ANSWERS, MOST_CLASSES, MOST_PICTURES } from '../model/limits';
import { useApp } from '../store/app-store';
import { Note } from '../ui/note';
import { FootNote } from './foot-note';

const MOST = { classes: MOST_CLASSES, answers: MOST_ANSWERS, pictures: MOST_PICTURES };

/** Says that something was refused because a project cannot hold more. */
export function LimitNote() {
  const { t } = useTranslation();
  const limit = useApp((state) => state.limit);
  const { closeLimit } = useApp.getState();
  return (
    <FootNote role="status">
      {limit && (
        <Note kind="warn" close={{ label: t('common.close'), onClick: closeLimit }}>
          {t(`limit.${limit}`, { most: MOST[limit] })}
        </Note>
      )}
    </FootNote>
  );
}
