import { useMemo } from 'react';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';
import { pictureUrl } from '../../store/pictures';
import { learnable } from '../../store/project-slice';
import { LatePicture } from '../../ui/late-picture';
import styles from './sample-picker.module.css';
import { useTexts } from './use-texts';

const MOST = 12;

type SamplePickerProps = {
  label: string;
  value: string | undefined;
  onChange: (id: string) => void;
};

/** A few pictures of each class, one of which is looked at. */
export function SamplePicker({ label, value, onChange }: SamplePickerProps) {
  const { t, page } = useTexts();
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const choices = useMemo(() => {
    const all = [...learnable({ classes, samples })];
    const each = Math.max(1, Math.floor(MOST / Math.max(1, all.length)));
    return all.flatMap(([row, rows]) =>
      rows.slice(0, each).map(({ id }, i) => ({ id, row, number: i + 1 })),
    );
  }, [classes, samples]);
  return (
    <fieldset className={styles.picker}>
      <legend className={styles.legend}>{label}</legend>
      {choices.map(({ id, row, number }) => (
        <button
          key={id}
          type="button"
          className={styles.choice}
          aria-pressed={id === value}
          aria-label={page('classes.picture', { name: className(page, row), number })}
          title={className(page, row)}
          onClick={() => onChange(id)}
        >
          <LatePicture id={id} read={pictureUrl} />
        </button>
      ))}
      {choices.length === 0 && <p className={styles.none}>{t('picker.none')}</p>}
    </fieldset>
  );
}
