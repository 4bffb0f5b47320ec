import { useTranslation } from 'react-i18next';
import { backboneName } from '../../i18n/backbone-name';
import { useApp } from '../../store/app-store';
import type { RefusedSpec } from '../../store/train/engine-slice';
import { Button } from '../../ui/button';
import { Note } from '../../ui/note';
import { useOwnDialog } from './own-dialog';

type RefusedNoteProps = { refused: RefusedSpec };

/**
 * The project is set to the person's own model, which cannot be used here. Somebody has to choose
 * another.
 */
export function RefusedNote({ refused }: RefusedNoteProps) {
  const { t } = useTranslation('ownBackbone');
  const { t: page } = useTranslation();
  const spec = useApp((state) => state.spec);
  const { chooseBackbone } = useApp.getState();
  const missing = refused.why === 'own-backbone-missing';
  return (
    <Note
      kind="warn"
      spaced="below"
      {...(missing && {
        action: {
          label: t('refused.choose'),
          onClick: () => useOwnDialog.setState({ open: true }),
        },
      })}
    >
      <span>
        {`${t(missing ? 'refused.missing' : 'refused.unfit', {
          name: backboneName(page, refused.spec),
        })} `}
      </span>
      <Button variant="link" onClick={() => chooseBackbone({ ...spec })}>
        {t('refused.goOn', { name: backboneName(page, spec) })}
      </Button>
    </Note>
  );
}
