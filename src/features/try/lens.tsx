import type { ReactNode } from 'react';
import { Actions } from '../../ui/actions';
import type { Elements } from '../../ui/elements';
import styles from './lens.module.css';

/** The place of the camera, a picture or words. Its size is the same whatever it shows. */
export function Lens({ dark = false, children }: { dark?: boolean; children: ReactNode }) {
  return <div className={`${styles.lens} ${dark ? styles.dark : styles.light}`}>{children}</div>;
}

/** Words over what a lens shows. */
export function LensTag({ children }: { children: ReactNode }) {
  return <span className={styles.tag}>{children}</span>;
}

type LensWordsProps = { icon: Elements; title: string; text?: string; children?: Elements };

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
