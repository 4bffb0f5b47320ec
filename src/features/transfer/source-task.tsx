import { formatsFor } from '../../i18n/format';
import { currentLanguage } from '../../i18n/i18n';
import { builtIn } from '../../model/backbone';
import { useApp } from '../../store/app-store';
import { Fact, Facts } from '../../ui/facts';
import { Task } from './task';
import { useTexts } from './use-texts';

/** What the backbone was trained on, and what it costs. */
export function SourceTask() {
  const { t, page } = useTexts();
  const backbone = useApp((state) => state.engine.backbone);
  const backend = useApp((state) => state.engine.backend?.name);
  const { large, megabytes, duration, number } = formatsFor(currentLanguage());
  if (!backbone || !backend) {
    return (
      <Task title={t('source.title')}>
        <p role="status">{page('engine.gettingReady')}</p>
      </Task>
    );
  }
  const design = builtIn(backbone.id) ?? 'own';
  const { name, source, parameters, multiplyAdds, bytes, inputSize, licence } = backbone;
  const told = t(`source.told.${design}`);
  const facts = [
    ...(source ? [[t('source.task'), t('source.kinds', { count: source.classes })] as const] : []),
    [page('engine.backbone.parameters'), large(parameters)],
    ...(multiplyAdds === undefined
      ? []
      : [[t('source.multiplyAdds', { size: inputSize }), large(multiplyAdds)] as const]),
    [t('source.file'), megabytes(bytes)],
    [
      t('source.here', { backend: page(`engine.names.${backend}`) }),
      duration(backbone.msPerPicture),
    ],
    [page('engine.backbone.features'), number(backbone.features)],
    ...(licence === undefined ? [] : [[page('engine.backbone.licence'), licence] as const]),
  ] as const;
  return (
    <Task title={t('source.title')} name={name} told={told}>
      <Facts>
        {facts.map(([term, fact]) => (
          <Fact key={term} name={term}>
            {fact}
          </Fact>
        ))}
      </Facts>
    </Task>
  );
}
