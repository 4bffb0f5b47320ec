import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { type AppState, useApp } from '../../store/app-store';
import { WarnIcon } from '../../ui/icons';
import styles from './same-name.module.css';

/**
 * Stands under the name of a class if another class has the same name, as the name does not tell
 * them apart.
 */
export function SameName({ row }: { row: AppState['classes'][number] }) {
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
      {t('classes.sameName', { name })}
    </p>
  );
}
