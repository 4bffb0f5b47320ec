import type { ReactNode } from 'react';
import { Button } from './button';
import { classes } from './classes';
import { IconButton } from './icon-button';
import { CloseIcon, DangerIcon, TipIcon, WarnIcon } from './icons';
import styles from './note.module.css';

type NoteProps = {
  kind: 'warn' | 'tip' | 'danger';
  children: ReactNode;
  action?: { label: string; onClick: () => void } | undefined;
  close?: { label: string; onClick: () => void } | undefined;
  /** Room between it and what stands above or below. */
  spaced?: 'above' | 'below' | undefined;
  className?: string | undefined;
};

const icons = { warn: <WarnIcon />, tip: <TipIcon />, danger: <DangerIcon /> };

/** A sentence that stays: what happened or what helps, and what to do now. */
export function Note({ kind, children, action, close, spaced, className }: NoteProps) {
  return (
    <div className={classes(styles.note, styles[kind], spaced && styles[spaced], className)}>
      {icons[kind]}
      <div className={styles.text}>{children}</div>
      {action && (
        <Button variant="link" className={styles.action} onClick={action.onClick}>
          {action.label}
        </Button>
      )}
      {close && (
        <IconButton
          className={styles.close}
          label={close.label}
          icon={<CloseIcon />}
          size="dense"
          onClick={close.onClick}
        />
      )}
    </div>
  );
}
