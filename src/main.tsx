import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { startI18n } from './i18n/i18n';

await startI18n();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
// As a transition it is made bit by bit: meanwhile what index.html shows can be scrolled and read.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
