import { useMemo } from 'react';
import { useApp } from '../../store/app-store';
import { learnable } from '../../store/project-slice';
import { testSamplesOf } from '../../store/samples-by-class';
import type { Pictures } from '../../store/strategy-cost';

/**
 * How many pictures a strategy would learn from, be measured on and tested on, and how many of the class that has fewest it
 * would learn from.
 */
export function usePictureCounts(): Pictures & { fewestToLearn: number } {
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const share = useApp((state) => state.settings.validationShare);
  return useMemo(() => {
    const rows = [...learnable({ classes, samples })];
    const all = rows.reduce((sum, [, own]) => sum + own.length, 0);
    const validation = Math.round(all * share);
    const test = rows.reduce((sum, [{ id }]) => sum + testSamplesOf(samples, id).length, 0);
    const fewest = rows.length > 0 ? Math.min(...rows.map(([, own]) => own.length)) : 0;
    const fewestToLearn = Math.max(0, fewest - Math.max(1, Math.round(fewest * share)));
    return { train: all - validation, validation, test, classes: rows.length, fewestToLearn };
  }, [classes, samples, share]);
}
