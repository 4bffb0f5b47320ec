import { useTranslation } from 'react-i18next';
import { backboneName } from '../../i18n/backbone-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { DEFAULT_INPUT_SIZE } from '../../model/settings';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { Select } from '../../ui/select';
import styles from './backbone-fields.module.css';
import { backbones, costOfBackbone, INPUT_SIZES } from './backbones';
import { useOwnDialog } from './own-dialog';

export function BackboneFields() {
  const { t } = useTranslation();
  const spec = useApp((state) => state.spec);
  const training = useApp((state) => state.phase === 'training');
  const preparing = useApp((state) => state.engine.phase !== 'ready');
  const { chooseBackbone } = useApp.getState();
  const { megabytes, number, large } = formatsFor(currentLanguage());
  const disabledReason = training
    ? t('advanced.whileTraining')
    : preparing
      ? t('train.tooFew.notReady')
      : undefined;
  const own = spec.backbone.startsWith('own-');
  const cost = costOfBackbone(spec.backbone, spec.inputSize);

  return (
    <>
      <Select
        label={t('advanced.backbone.label')}
        hint={
          cost
            ? t('common.sentences', {
                first: t('advanced.backbone.hint'),
                second: t('advanced.backbone.cost', {
                  size: cost.bytes,
                  multiplyAdds: large(cost.multiplyAdds),
                }),
              })
            : t('advanced.backbone.hint')
        }
        disabledReason={disabledReason}
        value={spec.backbone}
        options={[
          ...backbones.map(({ id, bytes }) => ({
            value: id,
            label: `${t(`advanced.backbone.${id}`)}, ${megabytes(bytes)}`,
          })),
          ...(own ? [{ value: spec.backbone, label: backboneName(t, spec) }] : []),
        ]}
        onChange={(backbone) => {
          const known = backbones.find(({ id }) => id === backbone);
          if (!known) return;
          chooseBackbone({ backbone: known.id, inputSize: DEFAULT_INPUT_SIZE[known.id] });
        }}
      />
      <Button
        size="dense"
        className={styles.another}
        disabledReason={disabledReason}
        onClick={() => useOwnDialog.setState({ open: true })}
      >
        {t('advanced.backbone.another')}
      </Button>
      <Select
        label={t('advanced.inputSize.label')}
        hint={t('advanced.inputSize.hint')}
        disabledReason={disabledReason ?? (own ? t('advanced.inputSize.ofModel') : undefined)}
        value={String(spec.inputSize)}
        options={(own ? [spec.inputSize] : INPUT_SIZES).map((size) => ({
          value: String(size),
          label: t('advanced.inputSize.pixels', { size: number(size) }),
        }))}
        onChange={(size) => chooseBackbone({ ...spec, inputSize: Number(size) })}
      />
    </>
  );
}
