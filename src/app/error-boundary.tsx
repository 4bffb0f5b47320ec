// Catches the bugs that break the page. Problems that a person can act on never come here.
import { Component, type ReactNode } from 'react';
import { i18n } from '../i18n/i18n';
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
        <div role="alert" className={styles.words}>
          <h1 className={styles.title}>{i18n.t('app.crashed.title')}</h1>
          <p>{i18n.t('app.crashed.text')}</p>
        </div>
        <Button variant="primary" icon={<ResetIcon />} onClick={() => location.reload()}>
          {i18n.t('app.crashed.reload')}
        </Button>
        <details className={styles.details}>
          <summary>{i18n.t('app.crashed.details')}</summary>
          <pre>{error.stack ?? error.message}</pre>
        </details>
      </main>
    );
  }
}
