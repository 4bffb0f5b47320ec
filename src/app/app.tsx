import { useEffect } from 'react';
import { I18nextProvider } from 'react-i18next';
import { i18n } from '../i18n/i18n';
import '../ui/tokens.css';
import '../ui/base.css';
import './first-paint.css';
import { ErrorBoundary } from './error-boundary';
import { Shell } from './shell';
import { startAfterPaint } from './start';
import { followTheme } from './theme';

export function App() {
  useEffect(startAfterPaint, []);
  useEffect(followTheme, []);
  return (
    <I18nextProvider i18n={i18n}>
      <ErrorBoundary>
        <Shell />
      </ErrorBoundary>
    </I18nextProvider>
  );
}
