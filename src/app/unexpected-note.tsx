import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../ui/note';
import { FootNote } from './foot-note';

/** A bug that broke an action but not the page: said, over the page's foot, until it is closed. */
export function UnexpectedNote() {
  const { t } = useTranslation();
  const [what, setWhat] = useState<string | undefined>();

  useEffect(() => {
    const onRejection = ({ reason }: PromiseRejectionEvent) =>
      setWhat(reason instanceof Error ? reason.message : String(reason));
    addEventListener('unhandledrejection', onRejection);
    return () => removeEventListener('unhandledrejection', onRejection);
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
