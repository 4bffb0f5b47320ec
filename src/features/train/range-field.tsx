import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { NumberField } from '../../ui/number-field';

type RangeFieldProps = ComponentProps<typeof NumberField> & { hint: string };

/** A number whose hint gives its lowest and highest value. */
export function RangeField({ hint, ...field }: RangeFieldProps) {
  const { t } = useTranslation();
  const { number, decimal } = formatsFor(currentLanguage());
  const format = field.whole === false ? decimal : number;
  const range = t('advanced.range', { min: format(field.min), max: format(field.max) });
  return <NumberField {...field} hint={t('common.sentences', { first: hint, second: range })} />;
}
