import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Licence, loadLicences } from './licences';
import { Part } from './part';

/** Whose work ships with the app, and on which terms. */
export function LicencesPart() {
  const { t } = useTranslation('about');
  const [found, setFound] = useState<Licence[] | 'failed'>();
  useEffect(() => {
    const end = new AbortController();
    loadLicences(end.signal).then(setFound, () => {
      if (!end.signal.aborted) setFound('failed');
    });
    return () => end.abort();
  }, []);
  if (found === undefined) return <p role="status">{t('licences.loading')}</p>;
  if (found === 'failed') return <p role="alert">{t('licences.failed')}</p>;
  return (
    <Part>
      <p>{t('licences.own')}</p>
      <h3>{t('licences.backbones')}</h3>
      {found.filter(({ kind }) => kind === 'backbone').map(entry)}
      <h3>{t('licences.packages')}</h3>
      {found.filter(({ kind }) => kind === 'package').map(entry)}
    </Part>
  );
}

function entry(licence: Licence) {
  return <Entry key={licence.name} licence={licence} />;
}

function Entry({ licence: { name, version, terms, text } }: { licence: Licence }) {
  const { t } = useTranslation('about');
  return (
    <details>
      <summary translate="no">{`${name} ${version} · ${terms}`}</summary>
      <pre lang="en" translate="no">
        {text ?? t('licences.none')}
      </pre>
    </details>
  );
}
