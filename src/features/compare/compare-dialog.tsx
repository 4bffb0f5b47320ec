// Another model next to the classifier: it is brought in, measured on the same pictures, and tried
// on one.
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isArchive, isOfModel } from '../../model/brought-files';
import { useApp } from '../../store/app-store';
import { useComparison } from '../../store/compare/comparison';
import { Dialog } from '../../ui/dialog';
import { DropZone } from '../../ui/drop-zone';
import { Note } from '../../ui/note';
import { BringModel } from './bring-model';
import styles from './compare-dialog.module.css';
import { filesDropped } from './files';
import { Measured } from './measured';
import { ModelCard } from './model-card';
import { OnePicture } from './one-picture';

type CompareDialogProps = { brought: readonly File[]; onClose: () => void };

export function CompareDialog({ brought, onClose }: CompareDialogProps) {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation();
  const model = useApp((state) => state.otherModel);
  const problem = useComparison((state) => state.problem);
  const { bring, stop, tryPicture } = useComparison.getState();

  useEffect(() => {
    if (brought.length > 0) bring(brought);
  }, [brought, bring]);

  const told = ({ kind, detail }: NonNullable<typeof problem>) => t(`problem.${kind}`, { detail });
  const close = () => {
    stop();
    useComparison.setState({ problem: undefined });
    onClose();
  };
  const drop = async (data: DataTransfer) => {
    const files = await filesDropped(data);
    const [first] = files;
    if (!first) return;
    const picture = model && !isOfModel(files) && !isArchive(first);
    await (picture ? tryPicture(first) : bring(files));
  };

  return (
    <Dialog
      open
      wide
      title={t('title')}
      description={t('lead')}
      closeLabel={common('common.close')}
      onOpenChange={(open) => open || close()}
    >
      <DropZone className={styles.content} onDrop={(data) => drop(data)}>
        <div role="alert" className={styles.alert}>
          {problem && (
            <Note kind="danger">
              <span>
                {model
                  ? common('common.sentences', { first: told(problem), second: t('kept') })
                  : told(problem)}
              </span>
              {problem.kind === 'unsupported' && <p className={styles.detail}>{problem.detail}</p>}
            </Note>
          )}
        </div>
        {model ? (
          <>
            <ModelCard model={model} />
            {!model.gone && <Measured model={model} />}
            {!model.gone && <OnePicture model={model} />}
          </>
        ) : (
          <BringModel />
        )}
      </DropZone>
    </Dialog>
  );
}
