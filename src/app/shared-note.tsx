import { useTranslation } from 'react-i18next';
import { projectTitle } from '../features/projects/project-title';
import { formatsFor } from '../i18n/format';
import { currentLanguage } from '../i18n/i18n';
import { isArchive } from '../model/brought-files';
import { useApp } from '../store/app-store';
import { Actions } from '../ui/actions';
import { Button } from '../ui/button';
import { Note } from '../ui/note';
import { FootNote } from './foot-note';
import { addShared, refuseShared } from './hand-over';
import { MOST_WAITING_BYTES, type WaitingFile } from './inbox';
import { useShared } from './shared-files';

const MOST_NAMES = 3;

/** Lies over the foot of the page until it is answered. Nothing goes in before that. */
export function SharedNote() {
  const { t } = useTranslation('shared');
  const { t: page } = useTranslation();
  const { files, tooMuch } = useShared();
  const role = useApp((state) => state.role);
  const project = useApp((state) => projectTitle(page, state.project ?? { name: '' }));
  const whyNot =
    role === 'leads' ? undefined : t(role === 'follows' ? 'follows' : 'leaves', { project });
  const { list, megabytes } = formatsFor(currentLanguage());
  if (files.length === 0) {
    return (
      <FootNote role="alert">
        {tooMuch && (
          <Note kind="warn" close={{ label: page('common.close'), onClick: refuseShared }}>
            {t('tooMuch', { size: megabytes(MOST_WAITING_BYTES) })}
          </Note>
        )}
      </FootNote>
    );
  }
  const shown = files.slice(0, MOST_NAMES).map(({ file }) => file.name);
  const names = list(files.length > MOST_NAMES ? [...shown, '…'] : shown);
  return (
    <FootNote role="alert">
      <Note kind="tip">
        <p>{t(kindOf(files), { count: files.length, project, names })}</p>
        <Actions>
          <Button variant="primary" size="dense" disabledReason={whyNot} onClick={addShared}>
            {t('add')}
          </Button>
          <Button size="dense" onClick={refuseShared}>
            {t('refuse')}
          </Button>
        </Actions>
      </Note>
    </FootNote>
  );
}

function kindOf(files: readonly WaitingFile[]): 'pictures' | 'archives' | 'files' {
  if (files.every(({ file }) => isArchive(file))) return 'archives';
  return files.every(({ file }) => file.type.startsWith('image/')) ? 'pictures' : 'files';
}
