import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button';
import { Judged } from './judged';
import styles from './judged-list.module.css';

export type JudgedPicture = { id: string; labelled: string; said: string; sure: number };

type JudgedListProps = {
  label: string;
  pictures: readonly JudgedPicture[];
  onWhy: (id: string) => void;
};

const FIRST = 8;
const MORE = 50;

/**
 * Pictures that were taken for another class than their own, worst first. Some are shown, then more
 * on request.
 */
export function JudgedList({ label, pictures, onWhy }: JudgedListProps) {
  const { t } = useTranslation();
  const [most, setMost] = useState(FIRST);
  return (
    <>
      <ul aria-label={label}>
        {pictures.slice(0, most).map((each) => (
          <Judged key={each.id} {...each} onWhy={onWhy} />
        ))}
      </ul>
      {pictures.length > most && (
        <Button size="dense" className={styles.more} onClick={() => setMost(most + MORE)}>
          {t('inspect.more', { count: Math.min(MORE, pictures.length - most) })}
        </Button>
      )}
    </>
  );
}
