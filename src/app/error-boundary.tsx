// Catches the bugs that break the page. Problems that a person can act on never come here.
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SaveButton } from '../features/projects/save-button';
import { i18n } from '../i18n/i18n';
import { useApp } from '../store/app-store';
import { Actions } from '../ui/actions';
import { Button } from '../ui/button';
import { ResetIcon } from '../ui/icons';
import styles from './error-boundary.module.css';

type ErrorBoundaryProps = { children: ReactNode };
type ErrorBoundaryState = { error: Error | undefined };

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): ErrorBoundaryState {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <main className={styles.page}>
        <WhatNow />
        <details className={styles.details}>
          <summary>{i18n.t('app.crashed.details')}</summary>
          <pre translate="no">{error.stack ?? error.message}</pre>
        </details>
      </main>
    );
  }
}

/** The store goes on without the page. What is only in memory can still be saved as a file. */
function WhatNow() {
  const { t } = useTranslation();
  const inMemory = useApp((state) => state.diskProblem !== undefined);
  return (
    <>
      <div role="alert" className={styles.words}>
        <h1 className={styles.title}>{t('app.crashed.title')}</h1>
        <p>{t(inMemory ? 'app.crashed.inMemory' : 'app.crashed.text')}</p>
      </div>
      <Actions>
        {inMemory && <SaveButton />}
        <Button variant="primary" icon={<ResetIcon />} onClick={() => location.reload()}>
          {t('app.crashed.reload')}
        </Button>
      </Actions>
    </>
  );
}
