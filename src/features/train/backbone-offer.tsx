import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { backboneName } from '../../i18n/backbone-name';
import { useApp } from '../../store/app-store';
import { adviseWhenIdle, offerOf, useCurrentComparison } from '../../store/train/adviser';
import { Note } from '../../ui/note';

/** A better backbone, offered if measuring on the person's own pictures leaves no doubt. */
export function BackboneOffer() {
  const { t } = useTranslation();
  useEffect(adviseWhenIdle, []);
  const inUse = useApp((state) => state.spec);
  const comparison = useCurrentComparison();
  const idle = useApp((state) => state.phase === 'idle' && state.engine.phase === 'ready');
  const offer = comparison && idle && offerOf(comparison, inUse);
  if (!offer) return null;
  const { ahead, gain, low, high } = offer;
  return (
    <Note
      kind="tip"
      spaced="above"
      action={{
        label: t('advice.backbone.switch'),
        onClick: () => useApp.getState().chooseBackbone(ahead),
      }}
    >
      {t('advice.backbone.gain', {
        name: backboneName(t, ahead),
        count: Math.round(gain * 100),
        low,
        high,
      })}
    </Note>
  );
}
