import { useMemo } from 'react';
import { useApp } from '../../store/app-store';
import { media, useMedia } from '../../ui/use-media';
import { type Answer, answerOf } from './answer-view';
import { useThrottled } from './use-throttled';

const CALM_MS = 500;

/** The last answer; with reduced motion it changes at most twice a second. */
export function useAnswer(): Answer | undefined {
  const calm = useMedia(media.reducedMotion);
  const newest = useApp((state) => state.prediction);
  const prediction = useThrottled(newest, calm ? CALM_MS : 0);
  const classes = useApp((state) => state.classes);
  return useMemo(() => answerOf(prediction, classes), [prediction, classes]);
}
