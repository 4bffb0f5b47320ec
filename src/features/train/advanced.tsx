import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { backboneName } from '../../i18n/backbone-name';
import { DEFAULT_SETTINGS, DEFAULT_SPEC } from '../../model/settings';
import { useApp } from '../../store/app-store';
import { Actions } from '../../ui/actions';
import { Button } from '../../ui/button';
import { Disclosure } from '../../ui/disclosure';
import { ResetIcon } from '../../ui/icons';
import styles from './advanced.module.css';
import { BackboneFields } from './backbone-fields';
import { HeadFields } from './head-fields';
import { same } from './settings-view';

export function Advanced() {
  const { t } = useTranslation();
  const settings = useApp((state) => state.settings);
  const spec = useApp((state) => state.spec);
  return (
    <div className={styles.advanced}>
      <Disclosure
        label={t('advanced.title')}
        aside={
          <span className={styles.summary}>
            {t('advanced.summary', {
              backbone: backboneName(t, spec),
              head: t(`advanced.head.${settings.head}Short`),
              seed: settings.seed,
            })}
          </span>
        }
      >
        <div className={styles.fields}>
          <BackboneFields />
          <HeadFields />
        </div>
        <ResetButtons />
      </Disclosure>
    </div>
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
