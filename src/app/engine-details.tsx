// Which backend is in use and why, which others there are, and a short form of the backbone's card.
import { useTranslation } from 'react-i18next';
import { formatsFor } from '../i18n/format';
import { currentLanguage } from '../i18n/i18n';
import type { BackboneInfo } from '../model/backbone';
import type { BackendReport } from '../model/backend';
import { useApp } from '../store/app-store';
import { Fact, Facts } from '../ui/facts';
import { Note } from '../ui/note';
import styles from './engine-details.module.css';
import { trialsInOrder } from './engine-view';

export function EngineDetails() {
  const { t } = useTranslation();
  const { phase, error, restarts, backend, backbone } = useApp((state) => state.engine);
  return (
    <div className={styles.details}>
      {phase === 'failed' && error && (
        <Note
          kind="danger"
          action={{ label: t('app.crashed.reload'), onClick: () => location.reload() }}
        >
          {t(`engine.error.${error.kind}`)}
        </Note>
      )}
      {phase !== 'failed' && restarts > 0 && <Note kind="warn">{t('engine.crashed')}</Note>}
      {backend && <Trials backend={backend} />}
      {backbone && <BackboneCard backbone={backbone} />}
    </div>
  );
}

function Trials({ backend }: { backend: BackendReport }) {
  const { t } = useTranslation();
  return (
    <>
      {backend.forced && (
        <p>{t('engine.forced', { backend: t(`engine.names.${backend.name}`) })}</p>
      )}
      <ul className={styles.trials}>
        {trialsInOrder(backend).map(({ name, outcome, detail, msForward }) => (
          <li key={name} className={styles.trial} data-outcome={outcome}>
            <b>{t(`engine.names.${name}`)}</b>
            <span className={styles.time}>
              {[
                name === backend.name && backend.threads !== undefined
                  ? t('engine.threads', { count: backend.threads })
                  : undefined,
                msForward === undefined ? undefined : t('engine.tested', { time: msForward }),
              ]
                .filter((part) => part !== undefined)
                .join(', ')}
            </span>
            <span className={styles.outcome}>{t(`engine.outcome.${outcome}`)}</span>
            {detail !== undefined && <span className={styles.detail}>{detail}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

function BackboneCard({ backbone }: { backbone: BackboneInfo }) {
  const { t } = useTranslation();
  const { number, megabytes } = formatsFor(currentLanguage());
  const { name, source, parameters, bytes, inputSize, features, licence } = backbone;
  const rows: [string, string][] = [
    ...(source
      ? [
          [
            t('engine.backbone.learnedFrom'),
            t('engine.backbone.classes', { count: source.classes, dataset: source.dataset }),
          ] satisfies [string, string],
        ]
      : []),
    [t('engine.backbone.parameters'), number(parameters)],
    [t('engine.backbone.size'), megabytes(bytes)],
    [t('engine.backbone.input'), t('advanced.inputSize.pixels', { size: inputSize })],
    [t('engine.backbone.features'), number(features)],
    ...(licence === undefined
      ? []
      : [[t('engine.backbone.licence'), licence] satisfies [string, string]]),
  ];
  return (
    <section className={styles.card} aria-label={t('engine.backbone.title')}>
      <h4 className={styles.name}>{name}</h4>
      <Facts>
        {rows.map(([term, fact]) => (
          <Fact key={term} name={term}>
            {fact}
          </Fact>
        ))}
      </Facts>
    </section>
  );
}
