import { useMemo } from 'react';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { learnable } from '../../store/project/classes';
import { testSamplesOf } from '../../store/project/samples-by-class';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { ArrowIcon } from '../../ui/icons';
import styles from './target-task.module.css';
import { Task } from './task';
import { useTexts } from './use-texts';

/** The person's own classes with their pictures. */
export function TargetTask({ onCollect }: { onCollect: () => void }) {
  const { t, page } = useTexts();
  const name = useApp((state) => state.project?.name);
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const heldOut = useApp((state) => state.learned?.result.split.validation.length ?? 0);
  const rows = useMemo(
    () => [...learnable({ classes, samples })].map(([row, all]) => ({ row, count: all.length })),
    [classes, samples],
  );
  const pictures = rows.reduce((sum, { count }) => sum + count, 0);
  const tests = rows.reduce((sum, { row }) => sum + testSamplesOf(samples, row.id).length, 0);

  if (rows.length < 2) {
    return (
      <Task title={t('target.title')}>
        <div className={styles.empty}>
          <p>{t('target.nothing')}</p>
          <Button icon={<ArrowIcon />} onClick={onCollect}>
            {t('target.collect')}
          </Button>
        </div>
      </Task>
    );
  }
  const told = formatsFor(currentLanguage()).sentences([
    t('target.from', {
      classes: page('units.class', { count: rows.length }),
      pictures: page('units.picture', { count: pictures }),
    }),
    heldOut > 0 && t('target.heldOut', { count: heldOut }),
    tests > 0 && t('target.tests', { count: tests }),
  ]);
  return (
    <Task title={t('target.title')} name={name || page('app.newProject')} told={told}>
      <ul>
        {rows.map(({ row, count }) => (
          <li key={row.id} className={styles.class}>
            <ClassMark index={row.shape} colour={row.colour + 1} />
            <span className={styles.className} title={className(page, row)} translate="no">
              {className(page, row)}
            </span>
            <span className={styles.count}>{page('units.picture', { count })}</span>
          </li>
        ))}
      </ul>
    </Task>
  );
}
