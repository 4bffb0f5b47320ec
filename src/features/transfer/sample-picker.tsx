import { useMemo } from 'react';
import { className } from '../../i18n/class-name';
import { pictureUrl } from '../../runtime/pictures';
import { useApp } from '../../store/app-store';
import { learnable } from '../../store/project/classes';
import { unlearnedFirst } from '../../store/project/learned-pictures';
import { testSamplesOf } from '../../store/project/samples-by-class';
import { answeringRun } from '../../store/train/stand-in-slice';
import { LatePicture } from '../../ui/late-picture';
import styles from './sample-picker.module.css';
import { useTexts } from './use-texts';

const MOST = 48;

type SamplePickerProps = {
  label: string;
  value: string | undefined;
  onChange: (id: string) => void;
};

/**
 * Some pictures of each class, one of which is chosen. Pictures that were not learned from come
 * first.
 */
export function SamplePicker({ label, value, onChange }: SamplePickerProps) {
  const { t, page } = useTexts();
  const classes = useApp((state) => state.classes);
  const samples = useApp((state) => state.samples);
  const run = useApp(answeringRun);
  const choices = useMemo(() => {
    const all = [...learnable({ classes, samples })];
    const each = Math.max(1, Math.floor(MOST / Math.max(1, all.length)));
    return all.flatMap(([row, rows]) =>
      unlearnedFirst(
        run,
        [...rows, ...testSamplesOf(samples, row.id)].map(({ id, test }, i) => ({
          id,
          row,
          test,
          number: i + 1,
        })),
      ).slice(0, each),
    );
  }, [classes, samples, run]);
  const nameOf = ({ row, number, test }: (typeof choices)[number]) => {
    const picture = page('classes.picture', { name: className(page, row), number });
    return test ? page('testSet.picture', { picture }) : picture;
  };
  return (
    <fieldset className={styles.picker}>
      <legend className={styles.legend}>{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.id}
          type="button"
          className={styles.choice}
          aria-pressed={choice.id === value}
          aria-label={nameOf(choice)}
          title={nameOf(choice)}
          onClick={() => onChange(choice.id)}
        >
          <LatePicture id={choice.id} read={pictureUrl} />
        </button>
      ))}
      {choices.length === 0 && <p className={styles.none}>{t('picker.none')}</p>}
    </fieldset>
  );
}
