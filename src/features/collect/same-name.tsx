import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import type { ClassRow } from '../../model/project';
import { useApp } from '../../store/app-store';
import { WarnIcon } from '../../ui/icons';
import styles from './same-name.module.css';

/** Under the name of a class that another one has as well: they cannot be told apart by it. */
export function SameName({ row }: { row: ClassRow }) {
  const { t } = useTranslation();
  const classes = useApp((state) => state.classes);
  const name = className(t, row);
  const bare = (text: string) => text.trim().toLocaleLowerCase();
  const shared = classes.some(
    (each) => each.id !== row.id && bare(className(t, each)) === bare(name),
  );
  if (!shared) return null;
  return (
    <p className={styles.note}>
      <WarnIcon />
      <span>{t('classes.sameName', { name })}</span>
    </p>
  );
}
