// What can be set, for those who open it. Loaded then.
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { DEFAULT_SETTINGS, DEFAULT_SPEC } from '../../model/settings';
import { useApp } from '../../store/app-store';
import { Actions } from '../../ui/actions';
import { Button } from '../../ui/button';
import { ResetIcon } from '../../ui/icons';
import styles from './advanced.module.css';
import { BackboneFields } from './backbone-fields';
import { HeadFields } from './head-fields';
import { same } from './settings-view';

export function AdvancedFields() {
  return (
    <>
      <div className={styles.fields}>
        <BackboneFields />
        <HeadFields />
      </div>
      <ResetButtons />
    </>
  );
}

function ResetButtons() {
  const { t } = useTranslation();
  const { settings, spec, training, nothing } = useApp(
    useShallow((state) => ({
      settings: state.settings,
      spec: state.spec,
      training: state.phase === 'training',
      nothing: state.learned === undefined && state.history.length === 0,
    })),
  );
  const { resetSettings, chooseBackbone, resetLearning } = useApp.getState();
  const reset = () => {
    resetSettings();
    if (!same(spec, DEFAULT_SPEC)) chooseBackbone(DEFAULT_SPEC);
  };
  return (
    <Actions className={styles.resets}>
      <Button
        size="dense"
        icon={<ResetIcon />}
        disabledReason={
          same(settings, DEFAULT_SETTINGS) && same(spec, DEFAULT_SPEC)
            ? t('advanced.isDefault')
            : training
              ? t('advanced.whileTraining')
              : undefined
        }
        onClick={reset}
      >
        {t('advanced.reset')}
      </Button>
      <Button
        size="dense"
        disabledReason={
          nothing
            ? t('train.tooFew.nothingLearned')
            : training
              ? t('advanced.whileTraining')
              : undefined
        }
        onClick={() => resetLearning()}
      >
        {t('train.reset')}
      </Button>
    </Actions>
  );
}
