import { useMemo } from 'react';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { LEAST_OF_ONE_RECORDING, LEAST_TO_HOLD_OUT } from '../../model/split-limits';
import { useApp } from '../../store/app-store';
import { type PictureCounts, pictureCounts } from '../../store/transfer/picture-counts';
import { useTexts } from './use-texts';

/** How many pictures there are to learn from and to measure with. */
export function usePictureCounts(): PictureCounts {
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const settings = useApp((state) => state.settings);
  return useMemo(() => pictureCounts({ classes, samples, settings }), [classes, samples, settings]);
}

/** What is missing before anything can be measured, in words. Undefined if nothing is. */
export function useLacking({ classes, tooFew }: PictureCounts): string | undefined {
  const { t, page } = useTexts();
  const ready = useApp((state) => state.engine.backbone !== undefined);
  if (classes < 2) return t('lacking.classes');
  if (tooFew.length > 0) {
    return t('lacking.pictures', {
      count: LEAST_TO_HOLD_OUT,
      recording: LEAST_OF_ONE_RECORDING,
      names: formatsFor(currentLanguage()).list(tooFew.map((row) => className(page, row))),
    });
  }
  return ready ? undefined : t('lacking.engine');
}
