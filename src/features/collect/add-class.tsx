import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button';
import { DropZone } from '../../ui/drop-zone';
import { IconButton } from '../../ui/icon-button';
import { AddIcon, FolderIcon } from '../../ui/icons';
import styles from './add-class.module.css';
import { bringInChosen, bringInTransfer } from './bring-in';

type AddClassProps = {
  first: boolean;
  /** True while files are dragged over the page: they go here unless a class takes them. */
  awaiting: boolean;
  onAdd: () => void;
};

/** Adds a new class, or many at once from folders. */
export function AddClass({ first, awaiting, onAdd }: AddClassProps) {
  const { t } = useTranslation();
  return (
    <DropZone
      className={`${styles.add} ${awaiting ? styles.awaiting : ''}`}
      onDrop={(data) => bringInTransfer(data)}
    >
      <AddIcon />
      <span className={styles.text}>
        {first ? (
          t('first.drop')
        ) : (
          <>
            <b>{t('classes.add')}</b>
            <span>{t('classes.addOrDrop')}</span>
          </>
        )}
      </span>
      <IconButton
        size="dense"
        label={`${t('files.chooseFolder')}. ${t('files.folderHint')}`}
        icon={<FolderIcon />}
        onClick={() => bringInChosen({ folder: true })}
      />
      <Button size="dense" data-add-class aria-label={t('classes.add')} onClick={onAdd}>
        {t('classes.addShort')}
      </Button>
    </DropZone>
  );
}
