import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { DeleteIcon } from '../../ui/icons';

/** The only question before everything on this device is deleted. */
export function ClearDevice({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const projects = useApp((state) => state.projects);
  const { listProjects } = useApp.getState();

  useEffect(() => {
    listProjects();
  }, [listProjects]);

  const pictures = projects?.reduce((sum, each) => sum + each.pictures, 0) ?? 0;
  return (
    <Dialog
      open
      title={t('projects.clear.title')}
      closeLabel={t('common.close')}
      onOpenChange={(open) => open || onClose()}
      description={t('projects.clear.what', {
        projects: t('projects.clear.projects', { count: projects?.length ?? 0 }),
        pictures: t('units.picture', { count: pictures }),
      })}
      footer={<Answers onCancel={onClose} />}
    >
      {null}
    </Dialog>
  );
}

function Answers({ onCancel }: { onCancel: () => void }) {
  const { t } = useTranslation();
  const cancel = useRef<HTMLButtonElement>(null);
  const { clearDevice } = useApp.getState();
  // On Cancel, one Enter too many does no harm.
  useEffect(() => cancel.current?.focus(), []);
  return (
    <>
      <Button ref={cancel} onClick={onCancel}>
        {t('common.cancel')}
      </Button>
      <Button variant="danger" icon={<DeleteIcon />} onClick={() => clearDevice()}>
        {t('projects.clear.run')}
      </Button>
    </>
  );
}
