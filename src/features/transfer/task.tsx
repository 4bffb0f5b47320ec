import { useId } from 'react';
import type { Elements } from '../../ui/elements';
import styles from './task.module.css';

type TaskProps = {
  title: string;
  name?: string | undefined;
  told?: string | undefined;
  children: Elements;
};

/** One of the two tasks between which features are transferred. */
export function Task({ title, name, told, children }: TaskProps) {
  const id = useId();
  return (
    <section className={styles.task} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {name !== undefined && <p className={styles.name}>{name}</p>}
      {told !== undefined && <p className={styles.told}>{told}</p>}
      {children}
    </section>
  );
}
