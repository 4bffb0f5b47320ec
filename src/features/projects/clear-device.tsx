import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { DeleteIcon } from '../../ui/icons';

/** The one question before everything on this device goes. */
export function ClearDevice({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const projects = useApp((state) => state.projects);
  const { listProjects, clearDevice } = useApp.getState();
  const cancel = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    void listProjects(); // Shows a disk that refuses; rejects on a bug alone.
    cancel.current?.focus();
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
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            variant="danger"
            icon={<DeleteIcon />}
            onClick={() => void clearDevice()} // As above.
          >
            {t('projects.clear.run')}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  );
}
