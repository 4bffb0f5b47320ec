import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { HEAD_KINDS, headKinds } from '../../model/head-kinds/head-kinds';
import { useApp } from '../../store/app-store';
import { Muted } from '../../ui/muted';
import { Select } from '../../ui/select';
import { Slider } from '../../ui/slider';
import { Switch } from '../../ui/switch';
import { L2Field } from './l2-field';
import { RangeField } from './range-field';

const MOST = { pass: 'advanced.passes', epoch: 'advanced.epochs' } as const;

export function HeadFields() {
  const { t } = useTranslation();
  const settings = useApp((state) => state.settings);
  const { changeSettings } = useApp.getState();
  const { percent } = formatsFor(currentLanguage());
  const { unit, uses, locked, strength } = HEAD_KINDS[settings.head];
  const most = MOST[unit];
  const lockedUnless = (used: boolean) => (used || !locked ? undefined : t(locked));

  return (
    <>
      <Select
        label={t('advanced.head.label')}
        hint={t('advanced.head.hint')}
        value={settings.head}
        options={headKinds.map((head) => ({ value: head, label: t(`advanced.head.${head}`) }))}
        // A strength that suits one head means nothing to another.
        onChange={(head) => changeSettings({ head, l2: 'auto' })}
      />
      <RangeField
        label={t(`${most}.label`)}
        hint={t(`${most}.hint`)}
        disabledReason={lockedUnless(uses.epochs)}
        value={settings.epochs}
        min={1}
        max={1000}
        step={10}
        onChange={(epochs) => changeSettings({ epochs })}
      />
      <RangeField
        label={t('advanced.batchSize.label')}
        hint={t('advanced.batchSize.hint')}
        disabledReason={lockedUnless(uses.batchSize)}
        value={settings.batchSize}
        min={4}
        max={256}
        step={4}
        onChange={(batchSize) => changeSettings({ batchSize })}
      />
      <RangeField
        label={t('advanced.learningRate.label')}
        hint={t('advanced.learningRate.hint')}
        disabledReason={lockedUnless(uses.learningRate)}
        whole={false}
        value={settings.learningRate}
        min={0.00001}
        max={1}
        step={0.0005}
        onChange={(learningRate) => changeSettings({ learningRate })}
      />
      {strength && <L2Field strength={strength} />}
      <Slider
        label={t('advanced.validationShare.label')}
        hint={t('advanced.validationShare.hint')}
        value={settings.validationShare}
        min={0.1}
        max={0.5}
        step={0.05}
        format={percent}
        onCommit={(share) => changeSettings({ validationShare: Math.round(share * 100) / 100 })}
      />
      <div>
        <Switch
          label={t('advanced.prior.label')}
          checked={settings.keepsPrior ?? false}
          onChange={(keepsPrior) => changeSettings({ keepsPrior })}
        />
        <Muted small>{t('advanced.prior.hint')}</Muted>
      </div>
      <RangeField
        label={t('advanced.seed.label')}
        hint={t('advanced.seed.hint')}
        value={settings.seed}
        min={0}
        max={999_999}
        onChange={(seed) => changeSettings({ seed })}
      />
    </>
  );
}
