import type { TFunction } from 'i18next';

/** The backbone's name in texts. A person's own model goes by the name that it came with. */
export function backboneName(t: TFunction, spec: { backbone: string; name?: string }): string {
  switch (spec.backbone) {
    case 'mobilenet-v2':
    case 'efficientnet-lite0':
      return t(`advanced.backbone.${spec.backbone}`);
    default:
      return spec.name || t('advanced.backbone.own');
  }
}
