import { type ReactNode, useId } from 'react';
import { Card } from './card';
import type { Elements } from './elements';
import styles from './panel.module.css';

type PanelProps = {
  title: string;
  /** Stands to the right of the title. */
  aside?: ReactNode;
  children: Elements;
};

/**
 * A card with a title. It takes the focus when a focused button inside it disappears with its
 * action.
 */
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

/** The panel that takes the focus when the given element, a button, disappears. */
export function panelOf(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>('[data-panel]');
}
