import type { ReactNode } from 'react';
import { Actions } from '../../ui/actions';
import styles from './lens.module.css';

/** The place of camera, picture, or words; of the same size whatever is in it. */
export function Lens({ dark = false, children }: { dark?: boolean; children: ReactNode }) {
  return <div className={`${styles.lens} ${dark ? styles.dark : styles.light}`}>{children}</div>;
}

/** Words over what a lens shows. */
export function LensTag({ children }: { children: ReactNode }) {
  return <span className={styles.tag}>{children}</span>;
}

type LensWordsProps = { icon: ReactNode; title: string; text?: string; children?: ReactNode };

/** What will be seen here, and the next step. */
export function LensWords({ icon, title, text, children }: LensWordsProps) {
  return (
    <div className={styles.words}>
      {icon}
      <p className={styles.title}>{title}</p>
      {text !== undefined && <p>{text}</p>}
      {children && <Actions className={styles.steps}>{children}</Actions>}
    </div>
  );
}
