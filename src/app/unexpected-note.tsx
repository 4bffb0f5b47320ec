import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../ui/note';
import { FootNote } from './foot-note';

/**
 * True for what this page's code threw. A browser reports sizes that settle late in the same way,
 * without anything thrown, and whatever goes wrong in its extensions.
 */
function isOurs({ error, filename }: ErrorEvent): boolean {
  return error != null && filename.startsWith(location.origin);
}

/**
 * Reports a bug that broke an action but not the page. It lies over the foot of the page until it
 * is closed.
 */
export function UnexpectedNote() {
  const { t } = useTranslation();
  const [what, setWhat] = useState<string | undefined>();

  useEffect(() => {
    const report = (thrown: unknown) =>
      setWhat(thrown instanceof Error ? thrown.message : String(thrown));
    const onRejection = ({ reason }: PromiseRejectionEvent) => report(reason);
    const onError = (event: ErrorEvent) => {
      if (isOurs(event)) report(event.error);
    };
    addEventListener('unhandledrejection', onRejection);
    addEventListener('error', onError);
    return () => {
      removeEventListener('unhandledrejection', onRejection);
      removeEventListener('error', onError);
    };
  }, []);

  return (
    <FootNote role="alert">
      {what !== undefined && (
        <Note
          kind="danger"
          action={{ label: t('app.crashed.reload'), onClick: () => location.reload() }}
          close={{ label: t('common.close'), onClick: () => setWhat(undefined) }}
        >
          {t('app.unexpected', { what })}
        </Note>
      )}
    </FootNote>
  );
}
