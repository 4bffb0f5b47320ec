import { useApp } from '../../store/app-store';
import { ClassMark } from '../../ui/class-mark';
import styles from './class-label.module.css';
import { useClassName } from './use-class-name';

/** The mark and name of a class, by its id. */
export function ClassLabel({ id }: { id: string }) {
  const row = useApp((state) => state.classes.find((each) => each.id === id));
  const name = useClassName()(id);
  return (
    <span className={styles.label}>
      {row && <ClassMark index={row.shape} colour={row.colour + 1} />}
      <span className={styles.name} title={name} translate="no">
        {name}
      </span>
    </span>
  );
}
