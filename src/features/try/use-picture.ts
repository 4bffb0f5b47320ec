import { useEffect, useState } from 'react';
import { useApp } from '../../store/app-store';
import { answeringRun } from '../../store/train/stand-in-slice';

export interface ChosenPicture {
  /** A URL for an <img>, valid as long as this picture is the chosen one. */
  url: string | undefined;
  choose: (picture: Blob) => void;
}

/**
 * The picture to try. It is answered when it is chosen, and again when something else was learned
 * or another model came.
 */
export function usePicture(inUse: boolean): ChosenPicture {
  const [picture, setPicture] = useState<Blob>();
  const [url, setUrl] = useState<string>();
  const learnedAt = useApp((state) => answeringRun(state)?.at);
  const otherModel = useApp((state) => state.otherModel);
  const ready = useApp((state) => state.engine.phase === 'ready');

  useEffect(() => {
    if (!picture) return;
    const made = URL.createObjectURL(picture);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [picture]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another model answers it too
  useEffect(() => {
    if (!inUse || !picture || !ready || learnedAt === undefined) return;
    useApp.getState().answerPicture(picture);
  }, [inUse, picture, ready, learnedAt, otherModel]);

  useEffect(() => {
    if (inUse) return () => useApp.getState().clearAnswer();
  }, [inUse]);

  const choose = (next: Blob) => {
    // The answer to the last picture does not belong to this one.
    useApp.getState().clearAnswer();
    setPicture(next);
  };
  return { url, choose };
}

/** The first picture of a drop, a paste or a choice. */
export function firstPicture(files: Iterable<File>): File | undefined {
  const all = [...files];
  // A file that is not a picture gets an answer too: the reason why it cannot be read.
  return all.find(({ type }) => type.startsWith('image/')) ?? all[0];
}
