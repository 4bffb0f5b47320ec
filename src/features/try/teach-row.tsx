import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';
import { Button } from '../../ui/button';
import { AddIcon } from '../../ui/icons';
import { Mark } from './mark';
import styles from './teach-row.module.css';
import type { Teach } from './use-teaching';

type TeachRowProps = {
  /** Undefined until there is an answer. */
  unknown: boolean | undefined;
  onTeach: Teach;
};

/**
 * The classes into which the shown picture can be put. It is always there, so that the buttons stay
 * under the finger while live answers come and go.
 */
export function TeachRow({ unknown, onTeach }: TeachRowProps) {
  const { t } = useTranslation();
  const id = useId();
  const classes = useApp((state) => state.classes);
  const follows = useApp((state) => state.role === 'follows');
  const disabledReason = follows
    ? t('tabs.reason')
    : unknown === undefined
      ? t('try.nothingToTeach')
      : undefined;
  return (
    <fieldset className={styles.row} aria-labelledby={id}>
      <p id={id} className={styles.label} data-unknown={unknown || undefined}>
        {t(unknown ? 'try.teachUnknown' : 'try.teachKnown')}
      </p>
      {classes
        .filter(({ off }) => !off)
        .map((row) => (
          <Button
            key={row.id}
            size="dense"
            icon={<Mark row={row} />}
            disabledReason={disabledReason}
            onClick={() => onTeach(row.id)}
          >
            <span className={styles.name} translate="no">
              {className(t, row)}
            </span>
          </Button>
        ))}
      <Button
        size="dense"
        icon={<AddIcon />}
        disabledReason={disabledReason}
        onClick={() => onTeach()}
      >
        {t('try.newClass')}
      </Button>
    </fieldset>
  );
}
