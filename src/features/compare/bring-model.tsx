import { useTranslation } from 'react-i18next';
import { useComparison } from '../../store/compare/comparison';
import { Actions } from '../../ui/actions';
import { Button } from '../../ui/button';
import { FolderIcon, UploadIcon } from '../../ui/icons';
import styles from './bring-model.module.css';
import { chooseModelFiles } from './files';

/** Where another model comes from, and how to bring it here. */
export function BringModel() {
  const { t } = useTranslation('compare');
  return (
    <div className={styles.bring}>
      <h3>{t('bring.title')}</h3>
      <p>{t('bring.what')}</p>
      <ChooseModel />
    </div>
  );
}

/** Brings a model without a drop. */
export function ChooseModel({ another = false }: { another?: boolean }) {
  const { t } = useTranslation('compare');
  const { t: page } = useTranslation();
  const reading = useComparison((state) => state.reading);
  const choose = async (folder: boolean) => {
    const files = await chooseModelFiles(folder);
    if (files.length > 0) await useComparison.getState().bring(files);
  };
  const { stopBringing } = useComparison.getState();
  const busy = reading ? t('bring.reading') : undefined;
  return (
    <Actions className={styles.choose}>
      <Button
        variant={another ? 'default' : 'primary'}
        size={another ? 'dense' : 'regular'}
        icon={<UploadIcon />}
        busy={busy}
        onClick={() => choose(false)}
      >
        {t(another ? 'bring.another' : 'bring.files')}
      </Button>
      {!another && (
        <Button icon={<FolderIcon />} busy={busy} onClick={() => choose(true)}>
          {t('bring.folder')}
        </Button>
      )}
      {reading && (
        <Button size={another ? 'dense' : 'regular'} onClick={stopBringing}>
          {page('common.cancel')}
        </Button>
      )}
    </Actions>
  );
}
