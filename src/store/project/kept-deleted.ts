// How long what was deleted is kept, even where the clock is put right meanwhile.
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { KEPT_DELETED_MS } from '../../model/project';

/** What is known of the clock. All times are in milliseconds since 1970. */
export interface Clock {
  /** When it was last looked at. */
  seenAt?: number;
  /**
   * The last time that it went on by more than a day between two looks. Nobody was here, or it was
   * put right.
   */
  jump?: { from: number; to: number };
}

/** The clock after another look at it. */
export function lookedAt({ seenAt = Number.NaN, jump }: Clock, now: number): Clock {
  if (now - seenAt > KEPT_DELETED_MS) return { seenAt: now, jump: { from: seenAt, to: now } };
  return { seenAt: now, ...(jump && jump.to <= now && { jump }) };
}

/**
 * Until when a deletion can be undone. After a jump a whole day is given once more, unless it had
 * passed before.
 */
export function keptUntil({ jump }: Clock, deletedAt: number): number {
  const until = deletedAt + KEPT_DELETED_MS;
  const jumped = jump && deletedAt <= jump.to && until > jump.from;
  return jumped ? jump.to + KEPT_DELETED_MS : until;
}

/** What was deleted up to this time need not be kept any longer. */
export function goneSince({ jump }: Clock, now: number): number {
  const since = now - KEPT_DELETED_MS;
  return jump && since < jump.to ? Math.min(since, jump.from - KEPT_DELETED_MS) : since;
}

/** Kept over visits, in localStorage. */
export const useClock = create<Clock>()(persist((): Clock => ({}), { name: 'apprentice.clock' }));

/** Looks at the clock: what was deleted up to which time need not be kept any longer? */
export function deletionsGoneSince(): number {
  const now = Date.now();
  const clock = lookedAt(useClock.getState(), now);
  useClock.setState(clock, true);
  return goneSince(clock, now);
}
