import { useMemo } from 'react';
import { useApp } from '../../store/app-store';
import { isUnknown } from '../../store/try/trial-slice';
import { media, useMedia } from '../../ui/use-media';
import { type Answer, answerOf } from './answer-view';
import { useSettled } from './use-settled';
import { useThrottled } from './use-throttled';

const CALM_MS = 500;
/** A live answer changes between known and unknown only after it has been so for this long. */
const SETTLES_MS = 300;

export interface ShownAnswer extends Answer {
  /** Nothing that was learned from is like it. */
  unknown: boolean;
  /** From 0 to 1. Undefined if the head cannot tell. */
  familiarity: number | undefined;
}

/** The last answer. With reduced motion it changes at most twice a second. */
export function useAnswer(live: boolean): ShownAnswer | undefined {
  const calm = useMedia(media.reducedMotion);
  const newest = useApp((state) => state.prediction);
  const prediction = useThrottled(newest, calm ? CALM_MS : 0);
  const classes = useApp((state) => state.classes);
  const unknownNow = useApp((state) => prediction && isUnknown(state, prediction));
  const unknown = useSettled(unknownNow, live ? SETTLES_MS : 0) ?? false;
  return useMemo(() => {
    const answer = answerOf(prediction, classes);
    return answer && { ...answer, unknown, familiarity: prediction?.familiarity?.score };
  }, [prediction, classes, unknown]);
}
