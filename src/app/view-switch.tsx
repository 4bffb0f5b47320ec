import { useTranslation } from 'react-i18next';
import { Segmented } from '../ui/segmented';

export type View = 'workspace' | 'inspect' | 'transfer';

export const views = ['workspace', 'inspect', 'transfer'] as const satisfies readonly View[];

export type ViewProps = { view: View; onView: (view: View) => void };

export function ViewSwitch({ view, onView }: ViewProps) {
  const { t } = useTranslation();
  return (
    <Segmented<View>
      label={t('views.label')}
      value={view}
      options={views.map((value) => ({ value, label: t(`views.${value}`) }))}
      onChange={onView}
    />
  );
}
