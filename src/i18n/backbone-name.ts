import type { TFunction } from 'i18next';
import { builtIn } from '../model/backbone';

/** The backbone as texts call it: a model of one's own by the name that it came with. */
export function backboneName(t: TFunction, spec: { backbone: string; name?: string }): string {
  const id = builtIn(spec.backbone);
  return id ? t(`advanced.backbone.${id}`) : spec.name || t('advanced.backbone.own');
}
