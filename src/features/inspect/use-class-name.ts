import { useTranslation } from 'react-i18next';
import { className } from '../../i18n/class-name';
import { useApp } from '../../store/app-store';

/** Names a class by its id. A class that is gone has the name that it had in the last run. */
export function useClassName(): (id: string) => string {
  const { t } = useTranslation();
  const classes = useApp((state) => state.classes);
  const then = useApp((state) => state.learned?.classNames);
  return (id) => {
    const row = classes.find((each) => each.id === id);
    return className(t, row ?? { name: then?.[id] ?? '', shape: -1 });
  };
}
