import type { ClassRow } from '../../model/project';
import { ClassMark } from '../../ui/class-mark';
import { LockIcon } from '../../ui/icons';
import styles from './picture-badges.module.css';

type PictureBadgesProps = {
  test: boolean;
  /** Where pictures of several classes are shown. */
  of?: ClassRow | undefined;
};

/**
 * Shows on a picture what it is for and which class it belongs to. The picture's own text says the
 * same to screen readers.
 */
export function PictureBadges({ test, of }: PictureBadgesProps) {
  return (
    <>
      {of && (
        <span aria-hidden className={styles.of}>
          <ClassMark index={of.shape} colour={of.colour + 1} />
        </span>
      )}
      {test && (
        <span aria-hidden className={styles.test}>
          <LockIcon small />
        </span>
      )}
    </>
  );
}
