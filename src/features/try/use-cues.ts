import { useCallback, useEffect, useMemo, useState } from 'react';
import { useApp } from '../../store/app-store';
import { type Cues, freeCues, loadCues } from '../../store/try/cues';

const NONE: Cues = new Map();

/** What was chosen for the project's classes, and a function that reads it again. */
export function useCues(): { cues: Cues; reload: () => void } {
  const classes = useApp((state) => state.classes);
  const [cues, setCues] = useState(NONE);
  const [reads, setReads] = useState(0);
  const ids = useMemo(() => classes.map(({ id }) => id).join(), [classes]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another number reads anew
  useEffect(() => {
    let wanted = true;
    let mine = NONE;
    void loadCues(ids.split(',')).then((loaded) => {
      mine = loaded;
      if (wanted) setCues(loaded);
      else freeCues(loaded);
    });
    return () => {
      wanted = false;
      freeCues(mine);
    };
  }, [ids, reads]);

  return { cues, reload: useCallback(() => setReads((before) => before + 1), []) };
}
