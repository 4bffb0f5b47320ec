import { useTranslation } from 'react-i18next';
import { useApp } from '../../store/app-store';
import { readiness } from '../../store/train/readiness';
import { Note } from '../../ui/note';
import styles from './background-offer.module.css';

/** With fewer pictures per class, one more class costs more accuracy than it is worth. */
const PAYS_FROM = 30;

/** Offers a class for what is usually before the camera, once there are enough pictures. */
export function BackgroundOffer({ onAdded }: { onAdded: () => void }) {
  const { t, i18n } = useTranslation();
  const enough = useApp((state) => readiness(state).fewest >= PAYS_FROM);
  const classes = useApp((state) => state.classes);
  const follows = useApp((state) => state.role === 'follows');
  const names = ['en', 'zh-CN'].map((lng) => i18n.t('try.background.name', { lng }));
  const there = classes.some(({ name }) => names.includes(name));
  if (!enough || there || follows) return null;
  return (
    <Note
      kind="tip"
      className={styles.offer}
      action={{
        label: t('try.background.add'),
        onClick: () => {
          useApp.getState().addClass(t('try.background.name'));
          onAdded();
        },
      }}
    >
      {t('try.background.text')}
    </Note>
  );
}
