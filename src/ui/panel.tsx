import { type ReactNode, useId } from 'react';
import { Card } from './card';
import styles from './panel.module.css';

type PanelProps = {
  title: string;
  /** At the right of the title. */
  aside?: ReactNode;
  children: ReactNode;
};

/** A card with a title. Takes the focus when what had it goes with an act in it. */
export function Panel({ title, aside, children }: PanelProps) {
  const id = useId();
  return (
    <Card className={styles.panel} aria-labelledby={id} tabIndex={-1} data-panel>
      <div className={styles.head}>
        <h3 id={id}>{title}</h3>
        <div className={styles.aside}>{aside}</div>
      </div>
      {children}
    </Card>
  );
}

/** Where the focus goes on when a button goes. */
export function panelOf(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>('[data-panel]');
}
