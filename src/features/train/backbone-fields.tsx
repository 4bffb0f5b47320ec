import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { DEFAULT_INPUT_SIZE } from '../../store/settings';
import { Select } from '../../ui/select';
import { backbones, costOfBackbone, INPUT_SIZES } from './backbones';

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
  const cost = costOfBackbone(spec.backbone, spec.inputSize);

  return (
    <>
      <Select
        label={t('advanced.backbone.label')}
        hint={t('common.sentences', {
          first: t('advanced.backbone.hint'),
          second: t('advanced.backbone.cost', {
            size: cost.bytes,
            multiplyAdds: large(cost.multiplyAdds),
          }),
        })}
        disabledReason={disabledReason}
        value={spec.backbone}
        options={backbones.map(({ id, bytes }) => ({
          value: id,
          label: `${t(`advanced.backbone.${id}`)}, ${megabytes(bytes)}`,
        }))}
        onChange={(backbone) =>
          void chooseBackbone({ backbone, inputSize: DEFAULT_INPUT_SIZE[backbone] })
        } // Shows its errors itself.
      />
      <Select
        label={t('advanced.inputSize.label')}
        hint={t('advanced.inputSize.hint')}
        disabledReason={disabledReason}
        value={String(spec.inputSize)}
        options={INPUT_SIZES.map((size) => ({
          value: String(size),
          label: t('advanced.inputSize.pixels', { size: number(size) }),
        }))}
        onChange={(size) => void chooseBackbone({ ...spec, inputSize: Number(size) })} // As above.
      />
    </>
  );
}
