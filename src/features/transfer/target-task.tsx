import { useId, useMemo } from 'react';
import { className } from '../../i18n/class-name';
import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { useApp } from '../../store/app-store';
import { learnable } from '../../store/project/classes';
import { testSamplesOf } from '../../store/project/samples-by-class';
import { Button } from '../../ui/button';
import { ClassMark } from '../../ui/class-mark';
import { ArrowIcon } from '../../ui/icons';
import styles from './task.module.css';
import { useTexts } from './use-texts';

/** One's own classes with their pictures. */
export function TargetTask({ onCollect }: { onCollect: () => void }) {
  const { t, page } = useTexts();
  const id = useId();
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

  return (
    <section className={styles.task} aria-labelledby={id}>
      <h3 id={id}>{t('target.title')}</h3>
      {rows.length < 2 ? (
        <div className={styles.empty}>
          <p>{t('target.nothing')}</p>
          <Button icon={<ArrowIcon />} onClick={onCollect}>
            {t('target.collect')}
          </Button>
        </div>
      ) : (
        <>
          <p className={styles.name}>{name || page('app.newProject')}</p>
          <p className={styles.told}>
            {formatsFor(currentLanguage()).sentences([
              t('target.from', {
                classes: page('units.class', { count: rows.length }),
                pictures: page('units.picture', { count: pictures }),
              }),
              heldOut > 0 && t('target.heldOut', { count: heldOut }),
              tests > 0 && t('target.tests', { count: tests }),
            ])}
          </p>
          <ul>
            {rows.map(({ row, count }) => (
              <li key={row.id} className={styles.class}>
                <ClassMark index={row.shape} colour={row.colour + 1} />
                <span className={styles.className} title={className(page, row)}>
                  {className(page, row)}
                </span>
                <span className={styles.count}>{page('units.picture', { count })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
